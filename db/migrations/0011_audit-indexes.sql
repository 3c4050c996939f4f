DROP INDEX "audit_entries_subject_index";--> statement-breakpoint
DROP INDEX "audit_entries_action_index";--> statement-breakpoint
DROP INDEX "audit_entries_actor_index";--> statement-breakpoint
DROP INDEX "audit_entries_at_index";--> statement-breakpoint
DROP INDEX "audit_values_value_index";--> statement-breakpoint
CREATE INDEX "audit_entries_about_index" ON "audit_entries" USING btree ("chain","subject_kind","subject_key");--> statement-breakpoint
CREATE INDEX "audit_entries_done_index" ON "audit_entries" USING btree ("chain","action");--> statement-breakpoint
CREATE INDEX "audit_entries_by_index" ON "audit_entries" USING btree ("chain","actor_digest");--> statement-breakpoint
CREATE INDEX "audit_entries_time_index" ON "audit_entries" USING brin ("at");--> statement-breakpoint
CREATE INDEX "audit_values_shared_index" ON "audit_values" USING btree ("chain","kind","holder",md5("value")) WHERE "audit_values"."kind" <> 'details';