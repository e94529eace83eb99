//! The steps that bring a database to this version, in order.

mod build;
mod m0001_identity;
mod m0002_audit;
mod m0003_patients;
mod m0004_code_sets;
mod m0005_imports;
mod m0006_campaigns;
mod m0007_reports;
mod m0008_work;
mod m0009_own_account;
mod m0010_requests;
mod m0011_scheduled_launches;
mod m0012_sending;
mod m0013_feedback;
mod m0014_report_breakdowns;
mod m0015_prices;
mod m0016_delivery_logs;
mod m0017_forms;
mod m0018_form_tallies;
mod m0019_room_for_updates;
mod m0020_form_filters;
mod m0021_erased_files;
mod m0022_erased_patients;
mod m0023_textable;
mod m0024_hand_over;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_identity::Migration),
            Box::new(m0002_audit::Migration),
            Box::new(m0003_patients::Migration),
            Box::new(m0004_code_sets::Migration),
            Box::new(m0005_imports::Migration),
            Box::new(m0006_campaigns::Migration),
            Box::new(m0007_reports::Migration),
            Box::new(m0008_work::Migration),
            Box::new(m0009_own_account::Migration),
            Box::new(m0010_requests::Migration),
            Box::new(m0011_scheduled_launches::Migration),
            Box::new(m0012_sending::Migration),
            Box::new(m0013_feedback::Migration),
            Box::new(m0014_report_breakdowns::Migration),
            Box::new(m0015_prices::Migration),
            Box::new(m0016_delivery_logs::Migration),
            Box::new(m0017_forms::Migration),
            Box::new(m0018_form_tallies::Migration),
            Box::new(m0019_room_for_updates::Migration),
            Box::new(m0020_form_filters::Migration),
            Box::new(m0021_erased_files::Migration),
            Box::new(m0022_erased_patients::Migration),
            Box::new(m0023_textable::Migration),
            Box::new(m0024_hand_over::Migration),
        ]
    }
}
