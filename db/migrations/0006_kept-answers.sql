CREATE TABLE "kept_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"request" text NOT NULL,
	"answer" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "kept_answers_created_index" ON "kept_answers" USING btree ("created_at");