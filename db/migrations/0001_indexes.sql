CREATE INDEX "invitations_project_index" ON "invitations" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "memberships_project_index" ON "memberships" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry_index" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "api_keys_owner_index" ON "api_keys" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "api_keys_environment_index" ON "api_keys" USING btree ("environment_id");--> statement-breakpoint
CREATE INDEX "published_documents_revision_index" ON "published_documents" USING btree ("environment_id","revision");