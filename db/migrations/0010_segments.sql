CREATE TABLE "list_changes" (
	"environment_id" uuid NOT NULL,
	"segment" text NOT NULL,
	"list" text NOT NULL,
	"revision" bigint NOT NULL,
	"added" text NOT NULL,
	"removed" text NOT NULL,
	"checkpoint" text,
	"weight" bigint NOT NULL,
	"count" integer NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "list_changes_environment_id_segment_list_revision_pk" PRIMARY KEY("environment_id","segment","list","revision"),
	CONSTRAINT "list_changes_list_check" CHECK ("list_changes"."list" in ('included', 'excluded'))
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"environment_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"by" text NOT NULL,
	"rules" json NOT NULL,
	"lists" json NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "list_changes" ADD CONSTRAINT "list_changes_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "segments_environment_key_key" ON "segments" USING btree ("environment_id","key");