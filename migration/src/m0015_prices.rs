//! What was charged is kept beside the units, because prices change.

use sea_orm_migration::prelude::*;

use crate::build::big_integer;

#[derive(DeriveMigrationName)]
pub struct Migration;

// In millionths of a ten-thousandth of a pound, halves up, at the only prices there were before this step: £2 for 112,500
// emails and £3,100 for 112,500 segments of texts are 1,600,000 / 9 and 2,480,000,000 / 9 for one.
const CHARGE_UNTIL_NOW: &str = "UPDATE spend SET charge = \
     (units * (CASE channel WHEN 'email' THEN 1600000 ELSE 2480000000 END) * 2 + 9) / 18";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = big_integer("charge").default(0).to_owned();
        manager.alter_table(Table::alter().table("spend").add_column(column).to_owned()).await?;
        manager.get_connection().execute_unprepared(CHARGE_UNTIL_NOW).await?;
        Ok(())
    }
}
