CREATE TABLE "shared_draws" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"by" text[] NOT NULL,
	"seed" bigint NOT NULL,
	"held_out" integer,
	"holdout_id" uuid,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "shared_draws_kind_check" CHECK (case "shared_draws"."kind" when 'layer' then "shared_draws"."held_out" is null when 'holdout' then "shared_draws"."held_out" is not null and "shared_draws"."holdout_id" is null else false end)
);
--> statement-breakpoint
ALTER TABLE "shared_draws" ADD CONSTRAINT "shared_draws_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_draws" ADD CONSTRAINT "shared_draws_holdout_id_shared_draws_id_fk" FOREIGN KEY ("holdout_id") REFERENCES "public"."shared_draws"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "shared_draws_project_kind_key_key" ON "shared_draws" USING btree ("project_id","kind","key");