-- The entries from before get their places in the chains, in the order in which they were written: one chain for each
-- project, and one for what belongs to none.
ALTER TABLE "audit_entries" RENAME TO "audit_entries_before";--> statement-breakpoint
DROP INDEX "audit_entries_project_index";--> statement-breakpoint
DROP INDEX "audit_entries_subject_index";--> statement-breakpoint
CREATE TABLE "audit_chains" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_values" (
	"chain" uuid NOT NULL,
	"digest" text NOT NULL,
	"kind" text NOT NULL,
	"holder" text NOT NULL,
	"salt" text NOT NULL,
	"value" text NOT NULL,
	"words" text NOT NULL,
	"erased_at" timestamp with time zone,
	CONSTRAINT "audit_values_chain_digest_pk" PRIMARY KEY("chain","digest")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"chain" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"environment" text,
	"subject_kind" text NOT NULL,
	"subject_key" text,
	"actor_kind" text NOT NULL,
	"request_id" text,
	"trace_id" text,
	"actor_digest" text NOT NULL,
	"origin_digest" text NOT NULL,
	"details_digest" text NOT NULL,
	"subject_digest" text,
	"erased" json,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_chain_sequence_pk" PRIMARY KEY("chain","sequence")
);
--> statement-breakpoint
CREATE INDEX "audit_values_value_index" ON "audit_values" USING btree ("chain","kind","holder",md5("value"));--> statement-breakpoint
CREATE FUNCTION pg_temp.keep_value(in_chain uuid, in_kind text, in_holder text, in_value text, in_words text) RETURNS text AS $$
DECLARE
	kept text;
	salt text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
	SELECT digest INTO kept FROM audit_values
		WHERE chain = in_chain AND kind = in_kind AND holder = in_holder AND md5(value) = md5(in_value) AND value = in_value
			AND kind <> 'details'
		LIMIT 1;
	IF kept IS NULL THEN
		kept := encode(sha256(convert_to(salt || E'\n' || in_value, 'UTF8')), 'hex');
		INSERT INTO audit_values (chain, digest, kind, holder, salt, value, words)
			VALUES (in_chain, kept, in_kind, in_holder, salt, in_value, lower(in_words));
	END IF;
	RETURN kept;
END $$ LANGUAGE plpgsql;
--> statement-breakpoint
CREATE FUNCTION pg_temp.quote(value text) RETURNS text AS $$ SELECT coalesce(to_json(value)::text, 'null') $$ LANGUAGE sql;
--> statement-breakpoint
DO $$
DECLARE
	entry record;
	head record;
	holder text;
	actor text;
	origin text;
	details text;
	subject text;
	previous text;
	hash text;
BEGIN
	FOR entry IN
		SELECT before.*,
			coalesce(before.project_id, '00000000-0000-0000-0000-000000000000'::uuid) AS chain,
			row_number() OVER (PARTITION BY before.project_id ORDER BY before.sequence) AS place,
			coalesce(environments.key, before.environment_id::text) AS environment,
			personal_tokens.user_id
		FROM audit_entries_before before
			LEFT JOIN environments ON environments.id = before.environment_id
			LEFT JOIN personal_tokens ON before.actor_kind = 'token' AND personal_tokens.id::text = before.actor_id
		ORDER BY before.sequence
	LOOP
		holder := CASE
			WHEN entry.actor_kind IN ('user', 'key') THEN entry.actor_kind || ':' || entry.actor_id
			WHEN entry.user_id IS NOT NULL THEN 'user:' || entry.user_id
			ELSE '' END;
		actor := pg_temp.keep_value(entry.chain, 'actor', holder,
			'{"email":null,"id":' || pg_temp.quote(entry.actor_id) || ',"name":' || pg_temp.quote(entry.actor_name)
			|| ',"token":null}', concat_ws(E'\n', entry.actor_name, entry.actor_id));
		origin := pg_temp.keep_value(entry.chain, 'origin', holder,
			'{"address":' || pg_temp.quote(entry.address) || ',"userAgent":null}', coalesce(entry.address, ''));
		details := pg_temp.keep_value(entry.chain, 'details', '',
			'{"changes":['
			|| coalesce((SELECT string_agg(pg_temp.quote(line), ',' ORDER BY position)
				FROM json_array_elements_text(entry.changes) WITH ORDINALITY AS lines(line, position)), '')
			|| '],"comment":' || pg_temp.quote(entry.comment) || ',"summary":' || pg_temp.quote(entry.summary) || '}',
			concat_ws(E'\n', entry.summary,
				(SELECT string_agg(line, E'\n' ORDER BY position)
					FROM json_array_elements_text(entry.changes) WITH ORDINALITY AS lines(line, position)), entry.comment));
		subject := CASE WHEN entry.subject_kind = 'member'
			THEN pg_temp.keep_value(entry.chain, 'subject', '', '{"key":' || pg_temp.quote(entry.subject_key) || '}',
				entry.subject_key) END;
		SELECT chains.hash INTO head FROM audit_chains chains WHERE chains.id = entry.chain;
		previous := coalesce(head.hash, repeat('0', 64));
		hash := encode(sha256(convert_to(
			'{"action":' || pg_temp.quote(entry.action)
			|| ',"actorKind":' || pg_temp.quote(entry.actor_kind)
			|| ',"at":"' || to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
			|| '","chain":"' || entry.chain
			|| '","digests":{"actor":"' || actor || '","details":"' || details || '","origin":"' || origin
			|| '","subject":' || pg_temp.quote(subject)
			|| '},"environment":' || pg_temp.quote(entry.environment)
			|| ',"erased":null,"previous":"' || previous
			|| '","requestId":' || pg_temp.quote(entry.request_id)
			|| ',"sequence":' || entry.place
			|| ',"subject":{"key":' || CASE WHEN subject IS NULL THEN pg_temp.quote(entry.subject_key) ELSE 'null' END
			|| ',"kind":' || pg_temp.quote(entry.subject_kind)
			|| '},"traceId":' || pg_temp.quote(entry.trace_id)
			|| ',"version":1}', 'UTF8')), 'hex');
		INSERT INTO audit_entries VALUES (entry.chain, entry.place, date_trunc('milliseconds', entry.at), entry.action,
			entry.environment, entry.subject_kind, CASE WHEN subject IS NULL THEN entry.subject_key END, entry.actor_kind,
			entry.request_id, entry.trace_id, actor, origin, details, subject, NULL, previous, hash);
		INSERT INTO audit_chains VALUES (entry.chain, entry.place, hash)
			ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash;
	END LOOP;
END $$;
--> statement-breakpoint
DROP FUNCTION pg_temp.keep_value(uuid, text, text, text, text);--> statement-breakpoint
DROP FUNCTION pg_temp.quote(text);--> statement-breakpoint
DROP TABLE "audit_entries_before";--> statement-breakpoint
CREATE INDEX "audit_entries_action_index" ON "audit_entries" USING btree ("chain","action","sequence");--> statement-breakpoint
CREATE INDEX "audit_entries_actor_index" ON "audit_entries" USING btree ("chain","actor_digest","sequence");--> statement-breakpoint
CREATE INDEX "audit_entries_at_index" ON "audit_entries" USING btree ("chain","at");--> statement-breakpoint
CREATE INDEX "audit_entries_subject_index" ON "audit_entries" USING btree ("chain","subject_kind","subject_key","sequence");
