ALTER TABLE "environments" ADD COLUMN "protected" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "flags" ADD COLUMN "schema" json;--> statement-breakpoint
ALTER TABLE "flags" ADD COLUMN "safe_variant" text;--> statement-breakpoint
ALTER TABLE "flags" ADD COLUMN "metadata" json DEFAULT '{}'::json NOT NULL;