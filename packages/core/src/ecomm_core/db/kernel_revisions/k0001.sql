-- The kernel's tables, policies, look-ups and grants, as a service's chain begins. Frozen.
-- next
create or replace function app_tenant() returns uuid language sql stable parallel safe as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$
-- next
create or replace function app_store() returns uuid language sql stable parallel safe as $$ select nullif(current_setting('app.store_id', true), '')::uuid $$
-- next
create or replace function app_user() returns uuid language sql stable parallel safe as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$
-- next
CREATE TABLE attempts (
    key BYTEA NOT NULL,
    day TEXT NOT NULL,
    failures INTEGER NOT NULL,
    failures_today INTEGER NOT NULL,
    blocked_until TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_attempts PRIMARY KEY (key)
)
-- next
COMMENT ON TABLE attempts IS 'Log-in throttle. No tenant: it must count for accounts that do not exist.'
-- next
COMMENT ON COLUMN attempts.key IS 'SHA-256 of account, IP or both'
-- next
CREATE TABLE audit_log (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    store_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id UUID,
    before JSONB,
    after JSONB,
    request_id TEXT,
    denied BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_audit_log PRIMARY KEY (tenant_id, id)
)
-- next
CREATE INDEX ix_audit_log_at ON audit_log (tenant_id, at)
-- next
COMMENT ON TABLE audit_log IS 'Append-only: the app role may insert and read, nothing else.'
-- next
CREATE TABLE delivery_endpoints (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    store_id UUID,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    types JSONB NOT NULL,
    secret TEXT NOT NULL,
    previous_secret TEXT,
    previous_until TIMESTAMP WITH TIME ZONE,
    status TEXT NOT NULL,
    disabled_reason TEXT,
    disabled_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER DEFAULT 0 NOT NULL,
    failing_since TIMESTAMP WITH TIME ZONE,
    resume_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE,
    last_success_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_delivery_endpoints PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_delivery_endpoints_status CHECK (status in ('active', 'paused', 'disabled')),
    CONSTRAINT ck_delivery_endpoints_disabled_reason CHECK (disabled_reason in ('failing', 'gone')),
    CONSTRAINT ck_delivery_endpoints_failures CHECK (failures >= 0)
)
-- next
CREATE INDEX ix_delivery_endpoints_due_at ON delivery_endpoints (due_at) WHERE due_at is not null
-- next
CREATE INDEX ix_delivery_endpoints_store_id ON delivery_endpoints (tenant_id, store_id)
-- next
COMMENT ON TABLE delivery_endpoints IS 'An address of somebody else that signed messages go to.'
-- next
COMMENT ON COLUMN delivery_endpoints.purpose IS 'webhook, bridge: who owns it in code'
-- next
COMMENT ON COLUMN delivery_endpoints.types IS 'names of what it is told of'
-- next
COMMENT ON COLUMN delivery_endpoints.secret IS 'sealed'
-- next
COMMENT ON COLUMN delivery_endpoints.previous_secret IS 'sealed; signs too until previous_until'
-- next
COMMENT ON COLUMN delivery_endpoints.failures IS 'in a row'
-- next
COMMENT ON COLUMN delivery_endpoints.resume_at IS 'open circuit, or as long as the receiver asked to wait'
-- next
COMMENT ON COLUMN delivery_endpoints.due_at IS 'when something can be done for it; null: nothing waits'
-- next
CREATE TABLE event_sequences (
    tenant_id UUID NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id UUID NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT pk_event_sequences PRIMARY KEY (tenant_id, resource_type, resource_id)
)
-- next
CREATE TABLE events (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    store_id UUID,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    data JSONB NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_events_tenant_id_resource_type_resource_id_sequence UNIQUE (tenant_id, resource_type, resource_id, sequence)
)
-- next
COMMENT ON TABLE events IS 'What happened, once; the outbox says who still has to hear of it.'
-- next
CREATE TABLE idempotency (
    tenant_id UUID NOT NULL,
    key BYTEA NOT NULL,
    body_hash BYTEA NOT NULL,
    status INTEGER NOT NULL,
    reply TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_idempotency PRIMARY KEY (tenant_id, key)
)
-- next
CREATE INDEX ix_idempotency_expires_at ON idempotency (expires_at)
-- next
COMMENT ON COLUMN idempotency.key IS 'SHA-256 of caller, route and key'
-- next
COMMENT ON COLUMN idempotency.reply IS 'sealed'
-- next
CREATE TABLE job_slots (
    job TEXT NOT NULL,
    slot BIGINT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    error TEXT,
    CONSTRAINT pk_job_slots PRIMARY KEY (job, slot)
)
-- next
COMMENT ON TABLE job_slots IS 'A scheduled job runs once per slot, however many clocks run.'
-- next
COMMENT ON COLUMN job_slots.slot IS 'number of the period'
-- next
CREATE TABLE tenants (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    plan TEXT NOT NULL,
    trial_ends_at TIMESTAMP WITH TIME ZONE,
    require_two_factor BOOLEAN DEFAULT false NOT NULL,
    entitlements JSONB DEFAULT '{}'::jsonb NOT NULL,
    read_only_since TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_tenants PRIMARY KEY (id)
)
-- next
COMMENT ON TABLE tenants IS 'One business. Everything a merchant owns hangs on it.'
-- next
COMMENT ON COLUMN tenants.entitlements IS 'beyond the plan: limits raised by, and features'
-- next
CREATE TABLE token_families (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    audience TEXT NOT NULL,
    subject_id UUID NOT NULL,
    store_id UUID,
    user_agent TEXT,
    ip TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_reason TEXT,
    CONSTRAINT pk_token_families PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_token_families_audience CHECK (audience in ('merchant', 'shopper'))
)
-- next
CREATE INDEX ix_token_families_subject ON token_families (tenant_id, subject_id)
-- next
COMMENT ON TABLE token_families IS 'One log-in on one device; its refresh tokens rotate.'
-- next
CREATE TABLE usage (
    tenant_id UUID NOT NULL,
    name TEXT NOT NULL,
    scope_id UUID NOT NULL,
    used BIGINT NOT NULL,
    CONSTRAINT pk_usage PRIMARY KEY (tenant_id, name, scope_id),
    CONSTRAINT ck_usage_used CHECK (used >= 0)
)
-- next
COMMENT ON TABLE usage IS 'Counters behind plan limits; scope_id is the store, or the tenant itself.'
-- next
CREATE TABLE users (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    email_verified_at TIMESTAMP WITH TIME ZONE,
    totp_secret TEXT,
    totp_enabled_at TIMESTAMP WITH TIME ZONE,
    totp_last_step BIGINT,
    recovery_codes JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_email UNIQUE (email)
)
-- next
COMMENT ON TABLE users IS 'A person; global, without a tenant. Rights are in memberships.'
-- next
COMMENT ON COLUMN users.email IS 'case-folded'
-- next
COMMENT ON COLUMN users.totp_secret IS 'sealed; not in force before totp_enabled_at'
-- next
COMMENT ON COLUMN users.totp_last_step IS 'of the last code taken: none counts twice'
-- next
COMMENT ON COLUMN users.recovery_codes IS 'keyed hashes of those not used yet'
-- next
CREATE TABLE account_links (
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    purpose TEXT NOT NULL,
    nonce BYTEA NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_account_links PRIMARY KEY (id),
    CONSTRAINT fk_account_links_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_account_links_purpose CHECK (purpose in ('verify', 'reset'))
)
-- next
CREATE INDEX ix_account_links_user_id ON account_links (user_id, purpose)
-- next
COMMENT ON TABLE account_links IS 'Links sent by mail. The token is an HMAC over the row; it is stored nowhere.'
-- next
CREATE TABLE api_keys (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    hash BYTEA NOT NULL,
    hint TEXT NOT NULL,
    scopes JSONB NOT NULL,
    permissions JSONB,
    store_ids JSONB,
    created_by UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    last_used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_api_keys PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_api_keys_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
)
-- next
CREATE UNIQUE INDEX uq_api_keys_hash ON api_keys (hash)
-- next
COMMENT ON COLUMN api_keys.hash IS 'SHA-256 of the key'
-- next
COMMENT ON COLUMN api_keys.hint IS 'its last four characters'
-- next
COMMENT ON COLUMN api_keys.permissions IS 'of its maker''s custom role; null: a preset''s'
-- next
COMMENT ON COLUMN api_keys.store_ids IS 'null: all stores of the tenant'
-- next
CREATE TABLE custom_roles (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    permissions JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_custom_roles PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_custom_roles_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
)
-- next
CREATE UNIQUE INDEX uq_custom_roles_name ON custom_roles (tenant_id, lower(name))
-- next
COMMENT ON TABLE custom_roles IS 'Roles that a business made of its own, beside the presets.'
-- next
COMMENT ON COLUMN custom_roles.permissions IS 'out of the service''s table'
-- next
CREATE TABLE deliveries (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    endpoint_id UUID NOT NULL,
    message_id UUID NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    bulk BOOLEAN NOT NULL,
    test BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    dead_reason TEXT,
    not_before TIMESTAMP WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    attempts INTEGER DEFAULT 0 NOT NULL,
    round INTEGER DEFAULT 0 NOT NULL,
    lost INTEGER DEFAULT 0 NOT NULL,
    give_up_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_deliveries_tenant_id_endpoint_id FOREIGN KEY(tenant_id, endpoint_id) REFERENCES delivery_endpoints (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_deliveries_tenant_id_endpoint_id_message_id UNIQUE (tenant_id, endpoint_id, message_id),
    CONSTRAINT ck_deliveries_status CHECK (status in ('pending', 'delivered', 'dead')),
    CONSTRAINT ck_deliveries_dead_reason CHECK (dead_reason in ('expired', 'gone', 'disabled', 'lost', 'test')),
    CONSTRAINT ck_deliveries_done_at CHECK ((status = 'pending') = (done_at is null))
)
-- next
CREATE INDEX ix_deliveries_done_at ON deliveries (done_at) WHERE done_at is not null
-- next
CREATE INDEX ix_deliveries_listed ON deliveries (tenant_id, endpoint_id, id)
-- next
CREATE INDEX ix_deliveries_pending ON deliveries (tenant_id, endpoint_id, not_before) WHERE status = 'pending'
-- next
COMMENT ON TABLE deliveries IS 'A message for one endpoint.'
-- next
COMMENT ON COLUMN deliveries.message_id IS 'the event''s id; webhook-id of every try'
-- next
COMMENT ON COLUMN deliveries.body IS 'the bytes that are signed and sent'
-- next
COMMENT ON COLUMN deliveries.bulk IS 'goes after what is not'
-- next
COMMENT ON COLUMN deliveries.round IS 'tries since it was sent or replayed: what the backoff counts'
-- next
COMMENT ON COLUMN deliveries.lost IS 'tries whose process ended in the middle'
-- next
CREATE TABLE outbox (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    task TEXT NOT NULL,
    queue TEXT NOT NULL,
    event_id UUID,
    args JSONB DEFAULT '{}'::jsonb NOT NULL,
    not_before TIMESTAMP WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    attempts INTEGER DEFAULT 0 NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    dead_at TIMESTAMP WITH TIME ZONE,
    error TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_outbox_tenant_id_event_id FOREIGN KEY(tenant_id, event_id) REFERENCES events (tenant_id, id),
    CONSTRAINT ck_outbox_queue CHECK (queue in ('critical', 'default', 'bulk'))
)
-- next
CREATE INDEX ix_outbox_dead ON outbox (queue) WHERE dead_at is not null
-- next
CREATE INDEX ix_outbox_done ON outbox (done_at) WHERE done_at is not null
-- next
CREATE INDEX ix_outbox_due ON outbox (queue, not_before) WHERE done_at is null and dead_at is null
-- next
COMMENT ON TABLE outbox IS 'One row per (event, subscriber) or delayed job.'
-- next
CREATE TABLE refresh_tokens (
    tenant_id UUID NOT NULL,
    hash BYTEA NOT NULL,
    family_id UUID NOT NULL,
    generation INTEGER NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_refresh_tokens PRIMARY KEY (tenant_id, hash),
    CONSTRAINT fk_refresh_tokens_tenant_id_family_id FOREIGN KEY(tenant_id, family_id) REFERENCES token_families (tenant_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX ix_refresh_tokens_family ON refresh_tokens (tenant_id, family_id)
-- next
CREATE UNIQUE INDEX uq_refresh_tokens_hash ON refresh_tokens (hash)
-- next
COMMENT ON COLUMN refresh_tokens.hash IS 'SHA-256 of the token'
-- next
CREATE TABLE delivery_attempts (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    delivery_id UUID NOT NULL,
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    status TEXT NOT NULL,
    response_code INTEGER,
    latency_ms INTEGER,
    error TEXT,
    next_retry_at TIMESTAMP WITH TIME ZONE,
    request_headers JSONB NOT NULL,
    response_headers JSONB,
    response_body TEXT,
    CONSTRAINT pk_delivery_attempts PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_delivery_attempts_tenant_id_delivery_id FOREIGN KEY(tenant_id, delivery_id) REFERENCES deliveries (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_delivery_attempts_tenant_id_delivery_id_number UNIQUE (tenant_id, delivery_id, number),
    CONSTRAINT ck_delivery_attempts_status CHECK (status in ('succeeded', 'failed', 'lost'))
)
-- next
COMMENT ON TABLE delivery_attempts IS 'A try, and what came of it.'
-- next
COMMENT ON COLUMN delivery_attempts.response_body IS 'at most 64 KiB of it'
-- next
CREATE TABLE memberships (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    role TEXT NOT NULL,
    role_id UUID,
    store_ids JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_memberships PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT fk_memberships_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE,
    CONSTRAINT fk_memberships_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_memberships_tenant_id_role_id FOREIGN KEY(tenant_id, role_id) REFERENCES custom_roles (tenant_id, id),
    CONSTRAINT ck_memberships_role CHECK (role in ('owner', 'admin', 'staff', 'viewer', 'custom')),
    CONSTRAINT ck_memberships_custom_role CHECK ((role = 'custom') = (role_id is not null))
)
-- next
CREATE INDEX ix_memberships_role_id ON memberships (tenant_id, role_id)
-- next
CREATE INDEX ix_memberships_user_id ON memberships (user_id)
-- next
COMMENT ON COLUMN memberships.store_ids IS 'null: all stores of the tenant'
-- next
grant usage on schema SCHEMA to SERVICE_app, SERVICE_locator
-- next
alter table tenants enable row level security
-- next
alter table tenants force row level security
-- next
create policy tenant on tenants using (id = (select app_tenant()) or id in (select m.tenant_id from memberships m where m.user_id = (select app_user()))) with check (id = (select app_tenant()) or id in (select m.tenant_id from memberships m where m.user_id = (select app_user())))
-- next
alter table users enable row level security
-- next
alter table users force row level security
-- next
create policy tenant on users using (id = (select app_user()) or id in (select m.user_id from memberships m where m.tenant_id = (select app_tenant()))) with check (id = (select app_user()) or id in (select m.user_id from memberships m where m.tenant_id = (select app_tenant())))
-- next
alter table memberships enable row level security
-- next
alter table memberships force row level security
-- next
create policy tenant on memberships using (tenant_id = (select app_tenant()) or user_id = (select app_user())) with check (tenant_id = (select app_tenant()) or user_id = (select app_user()))
-- next
alter table custom_roles enable row level security
-- next
alter table custom_roles force row level security
-- next
create policy tenant on custom_roles using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table token_families enable row level security
-- next
alter table token_families force row level security
-- next
create policy tenant on token_families using ((tenant_id = (select app_tenant()) and ((select app_store()) is null or store_id = (select app_store()))) or subject_id = (select app_user())) with check ((tenant_id = (select app_tenant()) and ((select app_store()) is null or store_id = (select app_store()))) or subject_id = (select app_user()))
-- next
alter table account_links enable row level security
-- next
alter table account_links force row level security
-- next
create policy tenant on account_links using (user_id = (select app_user()) or user_id in (select m.user_id from memberships m where m.tenant_id = (select app_tenant()))) with check (user_id = (select app_user()) or user_id in (select m.user_id from memberships m where m.tenant_id = (select app_tenant())))
-- next
alter table refresh_tokens enable row level security
-- next
alter table refresh_tokens force row level security
-- next
create policy tenant on refresh_tokens using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table api_keys enable row level security
-- next
alter table api_keys force row level security
-- next
create policy tenant on api_keys using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table idempotency enable row level security
-- next
alter table idempotency force row level security
-- next
create policy tenant on idempotency using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table usage enable row level security
-- next
alter table usage force row level security
-- next
create policy tenant on usage using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table events enable row level security
-- next
alter table events force row level security
-- next
create policy tenant on events using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table event_sequences enable row level security
-- next
alter table event_sequences force row level security
-- next
create policy tenant on event_sequences using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table outbox enable row level security
-- next
alter table outbox force row level security
-- next
create policy tenant on outbox using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table audit_log enable row level security
-- next
alter table audit_log force row level security
-- next
create policy tenant on audit_log using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table delivery_endpoints enable row level security
-- next
alter table delivery_endpoints force row level security
-- next
create policy tenant on delivery_endpoints using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table deliveries enable row level security
-- next
alter table deliveries force row level security
-- next
create policy tenant on deliveries using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table delivery_attempts enable row level security
-- next
alter table delivery_attempts force row level security
-- next
create policy tenant on delivery_attempts using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
grant select, insert, update, delete on tenants to SERVICE_app
-- next
grant select, insert, update, delete on users to SERVICE_app
-- next
grant select, insert, update, delete on memberships to SERVICE_app
-- next
grant select, insert, update, delete on custom_roles to SERVICE_app
-- next
grant select, insert, update, delete on token_families to SERVICE_app
-- next
grant select, insert, update, delete on account_links to SERVICE_app
-- next
grant select, insert, update, delete on refresh_tokens to SERVICE_app
-- next
grant select, insert, update, delete on api_keys to SERVICE_app
-- next
grant select, insert, update, delete on idempotency to SERVICE_app
-- next
grant select, insert, update, delete on usage to SERVICE_app
-- next
grant select, insert, update, delete on events to SERVICE_app
-- next
grant select, insert, update, delete on event_sequences to SERVICE_app
-- next
grant select, insert, update, delete on outbox to SERVICE_app
-- next
grant select, insert, update, delete on audit_log to SERVICE_app
-- next
grant select, insert, update, delete on delivery_endpoints to SERVICE_app
-- next
grant select, insert, update, delete on deliveries to SERVICE_app
-- next
grant select, insert, update, delete on delivery_attempts to SERVICE_app
-- next
grant select, insert, update, delete on attempts to SERVICE_app
-- next
grant select, insert, update, delete on job_slots to SERVICE_app
-- next
revoke update, delete, truncate on audit_log from SERVICE_app
-- next
grant select (id, email) on users to SERVICE_locator
-- next
create policy locate on users for select to SERVICE_locator using (true)
-- next
grant select (hash, tenant_id, family_id) on refresh_tokens to SERVICE_locator
-- next
create policy locate on refresh_tokens for select to SERVICE_locator using (true)
-- next
grant select (tenant_id, user_id, created_at) on memberships to SERVICE_locator
-- next
create policy locate on memberships for select to SERVICE_locator using (true)
-- next
grant select (id, user_id) on account_links to SERVICE_locator
-- next
create policy locate on account_links for select to SERVICE_locator using (true)
-- next
grant select (hash, tenant_id, id) on api_keys to SERVICE_locator
-- next
create policy locate on api_keys for select to SERVICE_locator using (true)
-- next
grant select, update (lease_until, dead_at) on outbox to SERVICE_locator
-- next
create policy locate on outbox for select to SERVICE_locator using (true)
-- next
create policy lease on outbox for update to SERVICE_locator using (true) with check (true)
-- next
create or replace function SCHEMA.locate_user(p_email text) returns table (user_id uuid, tenant_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select u.id, m.tenant_id from users u left join memberships m on m.user_id = u.id where u.email = p_email order by m.created_at limit 1 $body$
-- next
revoke all on function SCHEMA.locate_user(text) from public
-- next
grant execute on function SCHEMA.locate_user(text) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_user(text) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.locate_token(p_hash bytea) returns table (tenant_id uuid, family_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select t.tenant_id, t.family_id from refresh_tokens t where t.hash = p_hash $body$
-- next
revoke all on function SCHEMA.locate_token(bytea) from public
-- next
grant execute on function SCHEMA.locate_token(bytea) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_token(bytea) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.locate_link(p_id uuid) returns table (user_id uuid, tenant_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select l.user_id, m.tenant_id from account_links l left join memberships m on m.user_id = l.user_id where l.id = p_id order by m.created_at limit 1 $body$
-- next
revoke all on function SCHEMA.locate_link(uuid) from public
-- next
grant execute on function SCHEMA.locate_link(uuid) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_link(uuid) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.locate_api_key(p_hash bytea) returns table (tenant_id uuid, key_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select k.tenant_id, k.id from api_keys k where k.hash = p_hash $body$
-- next
revoke all on function SCHEMA.locate_api_key(bytea) from public
-- next
grant execute on function SCHEMA.locate_api_key(bytea) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_api_key(bytea) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.due_work(p_queue text, p_n integer, p_now timestamptz, p_lease timestamptz, p_max integer) returns table (tenant_id uuid, id uuid, task text, attempts integer) language plpgsql volatile security definer set search_path = SCHEMA, pg_temp as $body$ #variable_conflict use_column
begin return query
  with dead as (
    update outbox set dead_at = p_now
     where queue = p_queue and done_at is null and dead_at is null
       and attempts >= p_max and not_before <= p_now and lease_until < p_now
  ), due as (
    select o.tenant_id, o.id from outbox o
     where o.queue = p_queue and o.done_at is null and o.dead_at is null
       and o.not_before <= p_now and (o.lease_until is null or o.lease_until < p_now)
       and o.attempts < p_max
     order by o.not_before limit p_n for update skip locked
  )
  update outbox o
     set lease_until = greatest(
           p_lease, p_now + least((p_now - o.not_before) / 4, interval '10 minutes'))
    from due where o.tenant_id = due.tenant_id and o.id = due.id
  returning o.tenant_id, o.id, o.task, o.attempts
; end $body$
-- next
revoke all on function SCHEMA.due_work(text, integer, timestamptz, timestamptz, integer) from public
-- next
grant execute on function SCHEMA.due_work(text, integer, timestamptz, timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.due_work(text, integer, timestamptz, timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.take_work(p_tenant uuid, p_id uuid, p_attempts integer, p_lease timestamptz) returns table (attempts integer, args jsonb, event_id uuid, type text, store_id uuid, resource_id uuid, sequence bigint, occurred_at timestamptz, data jsonb) language plpgsql volatile set search_path = SCHEMA, pg_temp as $body$ #variable_conflict use_column
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  return query
    with taken as (
      update outbox o set attempts = o.attempts + 1, lease_until = p_lease
       where o.tenant_id = p_tenant and o.id = (
         select c.id from outbox c
          where c.tenant_id = p_tenant and c.id = p_id and c.attempts = p_attempts
            and c.done_at is null and c.dead_at is null
            for update skip locked)
      returning o.attempts, o.args, o.event_id
    )
    select t.attempts, t.args, t.event_id, e.type, e.store_id, e.resource_id, e.sequence,
           e.occurred_at, e.data
      from taken t left join events e on e.tenant_id = p_tenant and e.id = t.event_id
; end $body$
-- next
revoke all on function SCHEMA.take_work(uuid, uuid, integer, timestamptz) from public
-- next
grant execute on function SCHEMA.take_work(uuid, uuid, integer, timestamptz) to SERVICE_app
-- next
create or replace function SCHEMA.outbox_backlog(p_now timestamptz) returns table (queue text, due bigint, oldest timestamptz, dead bigint) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select q.queue, d.due, d.oldest,
       (select count(*) from outbox o where o.queue = q.queue and o.dead_at is not null)
  from unnest(array['critical', 'default', 'bulk']) as q (queue)
  cross join lateral (
    select count(*), min(o.not_before) from outbox o
     where o.queue = q.queue and o.done_at is null and o.dead_at is null
       and o.not_before <= p_now) as d (due, oldest) $body$
-- next
revoke all on function SCHEMA.outbox_backlog(timestamptz) from public
-- next
grant execute on function SCHEMA.outbox_backlog(timestamptz) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.outbox_backlog(timestamptz) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
grant select (tenant_id, key, expires_at) on idempotency to SERVICE_locator
-- next
create policy locate on idempotency for select to SERVICE_locator using (true)
-- next
grant select (tenant_id, id, done_at) on deliveries to SERVICE_locator
-- next
create policy locate on deliveries for select to SERVICE_locator using (true)
-- next
grant delete on outbox to SERVICE_locator
-- next
create policy clear on outbox for delete to SERVICE_locator using (done_at is not null)
-- next
grant delete on idempotency to SERVICE_locator
-- next
create policy clear on idempotency for delete to SERVICE_locator using (true)
-- next
grant delete on deliveries to SERVICE_locator
-- next
create policy clear on deliveries for delete to SERVICE_locator using (done_at is not null)
-- next
create or replace function SCHEMA.clear_deliveries(p_until timestamptz, p_most integer) returns integer language sql volatile security definer set search_path = SCHEMA, pg_temp as $body$ with old as (
  select o.tenant_id, o.id from outbox o
   where o.done_at < p_until order by o.done_at limit p_most
), gone as (
  delete from outbox o using old
   where o.tenant_id = old.tenant_id and o.id = old.id and o.done_at < p_until
  returning 1
) select count(*)::integer from gone $body$
-- next
revoke all on function SCHEMA.clear_deliveries(timestamptz, integer) from public
-- next
grant execute on function SCHEMA.clear_deliveries(timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.clear_deliveries(timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.clear_replies(p_until timestamptz, p_most integer) returns integer language sql volatile security definer set search_path = SCHEMA, pg_temp as $body$ with old as (
  select r.tenant_id, r.key from idempotency r
   where r.expires_at < p_until order by r.expires_at limit p_most
), gone as (
  delete from idempotency r using old
   where r.tenant_id = old.tenant_id and r.key = old.key and r.expires_at < p_until
  returning 1
) select count(*)::integer from gone $body$
-- next
revoke all on function SCHEMA.clear_replies(timestamptz, integer) from public
-- next
grant execute on function SCHEMA.clear_replies(timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.clear_replies(timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.clear_messages(p_until timestamptz, p_most integer) returns integer language sql volatile security definer set search_path = SCHEMA, pg_temp as $body$ with old as (
  select d.tenant_id, d.id from deliveries d
   where d.done_at < p_until order by d.done_at limit p_most
), gone as (
  delete from deliveries d using old
   where d.tenant_id = old.tenant_id and d.id = old.id and d.done_at < p_until
  returning 1
) select count(*)::integer from gone $body$
-- next
revoke all on function SCHEMA.clear_messages(timestamptz, integer) from public
-- next
grant execute on function SCHEMA.clear_messages(timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.clear_messages(timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
grant select (tenant_id, id, due_at) on delivery_endpoints to SERVICE_locator
-- next
create policy locate on delivery_endpoints for select to SERVICE_locator using (true)
-- next
create or replace function SCHEMA.due_endpoints(p_now timestamptz, p_n integer) returns table (tenant_id uuid, endpoint_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select e.tenant_id, e.id from delivery_endpoints e
 where e.due_at <= p_now order by e.due_at limit p_n $body$
-- next
revoke all on function SCHEMA.due_endpoints(timestamptz, integer) from public
-- next
grant execute on function SCHEMA.due_endpoints(timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.due_endpoints(timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
