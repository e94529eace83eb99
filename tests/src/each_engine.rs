//! The macro that makes one test of each database engine.

/// Turns each function into two tests, `NAME::sqlite` and `NAME::postgres`.
///
/// The body may use `?`; it needs no `Ok(())` at its end. Without a PostgreSQL server that half says that it was skipped.
#[macro_export]
macro_rules! for_each_engine {
    ($($(#[$attribute:meta])* async fn $name:ident($engine:ident: $type:ty) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$attribute])*
            async fn test($engine: $type) -> $crate::Result {
                $body;
                Ok(())
            }

            #[tokio::test]
            async fn sqlite() -> $crate::Result {
                test($crate::Engine::Sqlite).await
            }

            #[tokio::test]
            async fn postgres() -> $crate::Result {
                if $crate::Engine::Postgres.is_available() {
                    return test($crate::Engine::Postgres).await;
                }
                eprintln!("skipped: no PostgreSQL (RECALL_TEST_POSTGRES_URL is not set; `cargo xtask test` sets it)");
                Ok(())
            }
        }
    )+};
}
