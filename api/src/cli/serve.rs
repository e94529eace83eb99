//! `recall serve`: API, browser app, patient pages, worker and scheduler.

use std::{fs, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use axum::serve::ListenerExt;
use sea_orm::{EntityTrait, PaginatorTrait};
use tokio::{net::TcpListener, signal::unix::SignalKind};
use tokio_util::sync::CancellationToken;

use super::Context;
use crate::{
    graphql, http,
    state::{App, hint_at_files},
    telemetry, worker,
};

const GRACE: Duration = Duration::from_secs(20); // requests in flight are given this long; service managers kill after 30

#[derive(clap::Args, Debug, Default)]
pub struct Args {
    /// Serve only; messages, reports and snapshots are left to `recall worker`
    #[arg(long)]
    no_worker: bool,
    /// Do not bring the database to this version first
    #[arg(long)]
    no_migrate: bool,
    /// Address and port instead of the configured ones; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

impl Args {
    /// Everything in one process, at this address or the configured one.
    pub fn on(listen: Option<SocketAddr>) -> Self {
        Self { listen, ..Self::default() }
    }
}

pub async fn run(context: &Context, args: Args) -> anyhow::Result<()> {
    let mut config = context.config.clone();
    let wanted = args.listen.unwrap_or(config.http.listen);
    let listener = listen_on(wanted).await?;
    // Links need the port that was really taken.
    config.http.listen = listener.local_addr()?;
    let app = App::open(config).await?;
    if !args.no_migrate {
        app.migrate().await?;
    }
    telemetry::metrics();
    if let Some(hint) = hint_at_files(&app.config, app.database.engine()) {
        tracing::warn!("{hint}");
    }
    let shutdown = CancellationToken::new();
    tokio::spawn(stop_on_signal(shutdown.clone()));
    let worker = (!args.no_worker).then(|| {
        let (app, shutdown) = (app.clone(), shutdown.clone());
        tokio::spawn(async move { worker::run(&app, shutdown).await })
    });
    let address_file = app.config.data_dir().join("address");
    let address = format!("http://{}", app.config.http.listen);
    fs::write(&address_file, format!("{address}\n")).context("the file `address` in the data folder")?;
    eprintln!("listening on {address}");
    hint_at_first_user(&app).await?;
    let served = serve(listener, &app, shutdown.clone()).await;
    shutdown.cancel();
    if let Some(worker) = worker {
        worker.await.context("the worker panicked")?.context("the worker stopped")?;
    }
    // Only there while somebody listens; gone already where the folder was removed.
    let _ = fs::remove_file(&address_file);
    served
}

/// Takes an address and port; port 0 takes a free one.
pub(super) async fn listen_on(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(wanted)
        .await
        .with_context(|| format!("cannot listen on {wanted}; is another Recall running there? Set http.listen"))
}

async fn serve(listener: TcpListener, app: &App, shutdown: CancellationToken) -> anyhow::Result<()> {
    let router = http::router(app.clone(), graphql::build(app.clone()));
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "answers may wait for the line");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(shutdown.clone().cancelled_owned());
    let out_of_patience = async {
        shutdown.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = server => Ok(served?),
        () = out_of_patience => {
            tracing::warn!(grace_seconds = GRACE.as_secs(), "requests were cut off");
            Ok(())
        }
    }
}

/// Asks for the end when the process is told to stop, by its service manager or at the keyboard.
pub(super) async fn stop_on_signal(shutdown: CancellationToken) {
    let terminate = async {
        match tokio::signal::unix::signal(SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    eprintln!("stopping; requests and messages in flight are finished first");
    shutdown.cancel();
}

async fn hint_at_first_user(app: &App) -> anyhow::Result<()> {
    if entity::user::Entity::find().count(app.database.reader()).await? == 0 {
        eprintln!(
            "nobody can sign in yet; add the first member of staff, who is given a password and a TOTP secret:\n  \
             recall user add you@example.org --name \"Your Name\" --role administrator --with-credentials"
        );
    }
    Ok(())
}
