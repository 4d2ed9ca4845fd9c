-- Answers under an Idempotency-Key are deleted by age, the oldest first.

GRANT DELETE ON idempotency TO dangwu_app;
CREATE INDEX idempotency_by_age ON idempotency (at);
