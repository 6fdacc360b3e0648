-- What products have beside the kernel's tables: connections, inbox, tickets, settings, writes. Frozen.
-- next
CREATE TABLE business_settings (
    tenant_id UUID NOT NULL,
    chosen JSONB NOT NULL,
    version INTEGER NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_business_settings PRIMARY KEY (tenant_id),
    CONSTRAINT fk_business_settings_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
)
-- next
COMMENT ON TABLE business_settings IS 'What a business has chosen; what it has not is the product''s default.'
-- next
CREATE TABLE gateway_keys (
    tenant_id UUID NOT NULL,
    gateway_tenant_id UUID NOT NULL,
    key_id UUID NOT NULL,
    key TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_gateway_keys PRIMARY KEY (tenant_id),
    CONSTRAINT fk_gateway_keys_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
)
-- next
COMMENT ON TABLE gateway_keys IS 'The business''s virtual key at the gateway of model providers.'
-- next
COMMENT ON COLUMN gateway_keys.key IS 'sealed'
-- next
CREATE TABLE platform_connections (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    store_id UUID NOT NULL,
    platform_tenant_id UUID NOT NULL,
    platform_connection_id UUID NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    url TEXT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    timezone TEXT NOT NULL,
    platform_url TEXT NOT NULL,
    platform_key TEXT NOT NULL,
    scopes JSONB NOT NULL,
    webhook_secrets JSONB NOT NULL,
    api_key_id UUID,
    status TEXT NOT NULL,
    connected_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disconnected_at TIMESTAMP WITH TIME ZONE,
    suspended_at TIMESTAMP WITH TIME ZONE,
    last_event_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_platform_connections PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_platform_connections_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE,
    CONSTRAINT ck_platform_connections_status CHECK (status in ('connected', 'disconnected', 'deleted'))
)
-- next
CREATE INDEX ix_platform_connections_platform_tenant_id ON platform_connections (platform_tenant_id)
-- next
CREATE UNIQUE INDEX uq_platform_connections_store_id ON platform_connections (store_id)
-- next
COMMENT ON TABLE platform_connections IS 'A store of the platform that the product works for.'
-- next
COMMENT ON COLUMN platform_connections.platform_url IS 'origin of the platform''s API'
-- next
COMMENT ON COLUMN platform_connections.platform_key IS 'sealed; empty where there is none any more'
-- next
COMMENT ON COLUMN platform_connections.webhook_secrets IS 'sealed; newest first'
-- next
COMMENT ON COLUMN platform_connections.suspended_at IS 'the store is; nothing is heard of it until it is back'
-- next
CREATE TABLE sign_in_tickets (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    user_id UUID NOT NULL,
    path TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    family_id UUID,
    CONSTRAINT pk_sign_in_tickets PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_sign_in_tickets_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
)
-- next
CREATE INDEX ix_sign_in_tickets_expires_at ON sign_in_tickets (expires_at)
-- next
CREATE INDEX ix_sign_in_tickets_family_id ON sign_in_tickets (tenant_id, family_id)
-- next
CREATE UNIQUE INDEX uq_sign_in_tickets_hash ON sign_in_tickets (hash)
-- next
COMMENT ON TABLE sign_in_tickets IS 'Opens the product signed in, once, for somebody who comes from the platform.'
-- next
COMMENT ON COLUMN sign_in_tickets.hash IS 'SHA-256 of the ticket'
-- next
CREATE TABLE inbox (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    connection_id UUID NOT NULL,
    event_id UUID NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    store_id UUID NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id UUID NOT NULL,
    sequence BIGINT,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    test BOOLEAN NOT NULL,
    data JSONB NOT NULL,
    state TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    handled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_inbox PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_inbox_tenant_id_connection_id FOREIGN KEY(tenant_id, connection_id) REFERENCES platform_connections (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_inbox_tenant_id_connection_id_event_id UNIQUE (tenant_id, connection_id, event_id),
    CONSTRAINT ck_inbox_state CHECK (state in ('waiting', 'done', 'stale', 'ignored')),
    CONSTRAINT ck_inbox_handled_at CHECK ((state = 'waiting') = (handled_at is null))
)
-- next
CREATE INDEX ix_inbox_handled_at ON inbox (handled_at) WHERE handled_at is not null
-- next
CREATE INDEX ix_inbox_resource ON inbox (tenant_id, connection_id, resource_type, resource_id, sequence)
-- next
COMMENT ON TABLE inbox IS 'What stores told; stored once, worked on by tasks.'
-- next
COMMENT ON COLUMN inbox.data IS 'emptied when its customer is erased'
-- next
CREATE TABLE inbox_heads (
    tenant_id UUID NOT NULL,
    connection_id UUID NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id UUID NOT NULL,
    received BIGINT NOT NULL,
    worked BIGINT NOT NULL,
    CONSTRAINT pk_inbox_heads PRIMARY KEY (tenant_id, connection_id, resource_type, resource_id),
    CONSTRAINT fk_inbox_heads_tenant_id_connection_id FOREIGN KEY(tenant_id, connection_id) REFERENCES platform_connections (tenant_id, id) ON DELETE CASCADE
)
-- next
COMMENT ON TABLE inbox_heads IS 'How far each resource of a store has come.'
-- next
COMMENT ON COLUMN inbox_heads.received IS 'highest sequence that arrived'
-- next
COMMENT ON COLUMN inbox_heads.worked IS 'highest sequence worked on'
-- next
CREATE TABLE platform_writes (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    connection_id UUID NOT NULL,
    purpose TEXT NOT NULL,
    resource_id UUID NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body JSONB NOT NULL,
    expected_version INTEGER,
    state TEXT NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    code TEXT,
    message TEXT,
    answer JSONB,
    planned_at TIMESTAMP WITH TIME ZONE NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_platform_writes PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_platform_writes_tenant_id_connection_id FOREIGN KEY(tenant_id, connection_id) REFERENCES platform_connections (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_platform_writes_state CHECK (state in ('planned', 'unknown', 'done', 'refused', 'conflict'))
)
-- next
CREATE INDEX ix_platform_writes_resource ON platform_writes (tenant_id, connection_id, resource_id)
-- next
COMMENT ON TABLE platform_writes IS 'What the product changes in a store, written down before it is asked for.'
-- next
COMMENT ON COLUMN platform_writes.purpose IS 'the product''s own word for it'
-- next
COMMENT ON COLUMN platform_writes.code IS 'of the refusal'
-- next
alter table platform_connections enable row level security
-- next
alter table platform_connections force row level security
-- next
create policy tenant on platform_connections using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table inbox enable row level security
-- next
alter table inbox force row level security
-- next
create policy tenant on inbox using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table inbox_heads enable row level security
-- next
alter table inbox_heads force row level security
-- next
create policy tenant on inbox_heads using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table sign_in_tickets enable row level security
-- next
alter table sign_in_tickets force row level security
-- next
create policy tenant on sign_in_tickets using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table business_settings enable row level security
-- next
alter table business_settings force row level security
-- next
create policy tenant on business_settings using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table platform_writes enable row level security
-- next
alter table platform_writes force row level security
-- next
create policy tenant on platform_writes using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
alter table gateway_keys enable row level security
-- next
alter table gateway_keys force row level security
-- next
create policy tenant on gateway_keys using (tenant_id = (select app_tenant())) with check (tenant_id = (select app_tenant()))
-- next
grant select, insert, update, delete on platform_connections to SERVICE_app
-- next
grant select, insert, update, delete on inbox to SERVICE_app
-- next
grant select, insert, update, delete on inbox_heads to SERVICE_app
-- next
grant select, insert, update, delete on sign_in_tickets to SERVICE_app
-- next
grant select, insert, update, delete on business_settings to SERVICE_app
-- next
grant select, insert, update, delete on platform_writes to SERVICE_app
-- next
grant select, insert, update, delete on gateway_keys to SERVICE_app
-- next
grant select (tenant_id, id, store_id, platform_tenant_id) on platform_connections to SERVICE_locator
-- next
create policy locate on platform_connections for select to SERVICE_locator using (true)
-- next
grant select (tenant_id, id, hash, expires_at) on sign_in_tickets to SERVICE_locator
-- next
create policy locate on sign_in_tickets for select to SERVICE_locator using (true)
-- next
grant select (tenant_id, id, handled_at) on inbox to SERVICE_locator
-- next
create policy locate on inbox for select to SERVICE_locator using (true)
-- next
grant select (tenant_id) on audit_log to SERVICE_locator
-- next
create policy locate on audit_log for select to SERVICE_locator using (true)
-- next
grant select (id) on tenants to SERVICE_locator
-- next
create policy locate on tenants for select to SERVICE_locator using (true)
-- next
create or replace function SCHEMA.locate_connection(p_store uuid) returns table (tenant_id uuid, connection_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select c.tenant_id, c.id from platform_connections c where c.store_id = p_store $body$
-- next
revoke all on function SCHEMA.locate_connection(uuid) from public
-- next
grant execute on function SCHEMA.locate_connection(uuid) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_connection(uuid) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.locate_business(p_business uuid) returns table (tenant_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select c.tenant_id from platform_connections c
 where c.platform_tenant_id = p_business order by c.id limit 1 $body$
-- next
revoke all on function SCHEMA.locate_business(uuid) from public
-- next
grant execute on function SCHEMA.locate_business(uuid) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_business(uuid) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.locate_ticket(p_hash bytea) returns table (tenant_id uuid, ticket_id uuid) language sql stable security definer set search_path = SCHEMA, pg_temp as $body$ select t.tenant_id, t.id from sign_in_tickets t where t.hash = p_hash $body$
-- next
revoke all on function SCHEMA.locate_ticket(bytea) from public
-- next
grant execute on function SCHEMA.locate_ticket(bytea) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.locate_ticket(bytea) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
grant delete on inbox to SERVICE_locator
-- next
create policy clear on inbox for delete to SERVICE_locator using (handled_at is not null)
-- next
grant delete on sign_in_tickets to SERVICE_locator
-- next
create policy clear on sign_in_tickets for delete to SERVICE_locator using (true)
-- next
grant delete on audit_log to SERVICE_locator
-- next
create policy clear on audit_log for delete to SERVICE_locator using (true)
-- next
create or replace function SCHEMA.clear_inbox(p_until timestamptz, p_most integer) returns integer language sql volatile security definer set search_path = SCHEMA, pg_temp as $body$ with old as (
  select i.tenant_id, i.id from inbox i
   where i.handled_at < p_until order by i.handled_at limit p_most
), gone as (
  delete from inbox i using old
   where i.tenant_id = old.tenant_id and i.id = old.id and i.handled_at < p_until
  returning 1
) select count(*)::integer from gone $body$
-- next
revoke all on function SCHEMA.clear_inbox(timestamptz, integer) from public
-- next
grant execute on function SCHEMA.clear_inbox(timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.clear_inbox(timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.clear_tickets(p_until timestamptz, p_most integer) returns integer language sql volatile security definer set search_path = SCHEMA, pg_temp as $body$ with old as (
  select t.tenant_id, t.id from sign_in_tickets t
   where t.expires_at < p_until order by t.expires_at limit p_most
), gone as (
  delete from sign_in_tickets t using old
   where t.tenant_id = old.tenant_id and t.id = old.id
  returning 1
) select count(*)::integer from gone $body$
-- next
revoke all on function SCHEMA.clear_tickets(timestamptz, integer) from public
-- next
grant execute on function SCHEMA.clear_tickets(timestamptz, integer) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.clear_tickets(timestamptz, integer) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
-- next
create or replace function SCHEMA.clear_audit(p_tenant uuid) returns integer language sql volatile security definer set search_path = SCHEMA, pg_temp as $body$ with gone as (
  delete from audit_log a
   where a.tenant_id = p_tenant and not exists (select 1 from tenants t where t.id = p_tenant)
  returning 1
) select count(*)::integer from gone $body$
-- next
revoke all on function SCHEMA.clear_audit(uuid) from public
-- next
grant execute on function SCHEMA.clear_audit(uuid) to SERVICE_app
-- next
grant create on schema SCHEMA to SERVICE_locator
-- next
alter function SCHEMA.clear_audit(uuid) owner to SERVICE_locator
-- next
revoke create on schema SCHEMA from SERVICE_locator
