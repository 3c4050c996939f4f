CREATE TABLE "acknowledgements" (
	"environment_id" uuid NOT NULL,
	"revision" bigint NOT NULL,
	"instance" text NOT NULL,
	"from_revision" bigint NOT NULL,
	"applied_at" timestamp with time zone NOT NULL,
	CONSTRAINT "acknowledgements_environment_id_revision_instance_pk" PRIMARY KEY("environment_id","revision","instance")
);
--> statement-breakpoint
CREATE TABLE "evaluation_counts" (
	"environment_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"seconds" integer NOT NULL,
	"flag" text NOT NULL,
	"flag_revision" bigint NOT NULL,
	"variant" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"rule_id" text NOT NULL,
	"source" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "evaluation_counts_environment_id_flag_at_seconds_flag_revision_variant_reason_detail_rule_id_source_pk" PRIMARY KEY("environment_id","flag","at","seconds","flag_revision","variant","reason","detail","rule_id","source"),
	CONSTRAINT "evaluation_counts_seconds_check" CHECK ("evaluation_counts"."seconds" in (60, 3600)),
	CONSTRAINT "evaluation_counts_source_check" CHECK ("evaluation_counts"."source" in ('server', 'sdk', 'client'))
);
--> statement-breakpoint
CREATE TABLE "event_ids" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "event_ids_environment_id_id_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "exposures" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"environment_revision" bigint NOT NULL,
	"flag" text NOT NULL,
	"flag_revision" bigint NOT NULL,
	"variant" text NOT NULL,
	"rule_id" text,
	"unit_path" text NOT NULL,
	"unit_value" text NOT NULL,
	"experiment_key" text,
	"experiment_phase" integer,
	"trusted" boolean NOT NULL,
	CONSTRAINT "exposures_environment_id_id_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "metric_events" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"unit_path" text NOT NULL,
	"unit_value" text NOT NULL,
	"value" double precision,
	"trusted" boolean NOT NULL,
	CONSTRAINT "metric_events_environment_id_id_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "sdk_instances" (
	"environment_id" uuid NOT NULL,
	"instance" text NOT NULL,
	"sdk_name" text NOT NULL,
	"sdk_version" text NOT NULL,
	"engine" integer NOT NULL,
	"revision" bigint NOT NULL,
	"connection" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sdk_instances_environment_id_instance_pk" PRIMARY KEY("environment_id","instance")
);
--> statement-breakpoint
ALTER TABLE "acknowledgements" ADD CONSTRAINT "acknowledgements_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_counts" ADD CONSTRAINT "evaluation_counts_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_ids" ADD CONSTRAINT "event_ids_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_events" ADD CONSTRAINT "metric_events_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sdk_instances" ADD CONSTRAINT "sdk_instances_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "acknowledgements_applied_index" ON "acknowledgements" USING btree ("applied_at");--> statement-breakpoint
CREATE INDEX "evaluation_counts_at_index" ON "evaluation_counts" USING btree ("seconds","at");--> statement-breakpoint
CREATE INDEX "event_ids_received_index" ON "event_ids" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "exposures_flag_index" ON "exposures" USING btree ("environment_id","flag","at");--> statement-breakpoint
CREATE INDEX "metric_events_event_index" ON "metric_events" USING btree ("environment_id","event","at");--> statement-breakpoint
CREATE INDEX "sdk_instances_seen_index" ON "sdk_instances" USING btree ("seen_at");