//! Which code sets there are, and what is in them.

use entity::{code_set, code_set_code};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};

use crate::{
    database::Database,
    domain::{Error, Result},
};

const MOST_SHOWN: u64 = 500; // codes of one answer; who wants others looks for them

/// All code sets by name.
pub async fn all(database: &Database) -> Result<Vec<code_set::Model>> {
    Ok(code_set::Entity::find().order_by_asc(code_set::Column::Name).all(database.reader()).await?)
}

/// The code set of this name.
pub async fn by_name(database: &Database, name: &str) -> Result<code_set::Model> {
    code_set::Entity::find()
        .filter(code_set::Column::Name.eq(name))
        .one(database.reader())
        .await?
        .ok_or(Error::NotFound("code set"))
}

/// The codes of a set by code, at most 500: those that begin so, or whose term has this in it.
pub async fn codes(database: &Database, set: i64, search: Option<&str>) -> Result<Vec<code_set_code::Model>> {
    let mut codes = code_set_code::Entity::find().filter(code_set_code::Column::CodeSetId.eq(set));
    if let Some(typed) = search.map(str::trim).filter(|typed| !typed.is_empty()) {
        let typed = literal(&typed.to_lowercase());
        let lower = |column: code_set_code::Column| Expr::expr(Func::lower(Expr::col(column)));
        let like = |pattern: String| LikeExpr::new(pattern).escape(ESCAPE);
        codes = codes.filter(
            Condition::any()
                .add(lower(code_set_code::Column::Code).like(like(format!("{typed}%"))))
                .add(lower(code_set_code::Column::Term).like(like(format!("%{typed}%")))),
        );
    }
    let codes = codes.order_by_asc(code_set_code::Column::Code).order_by_asc(code_set_code::Column::Id);
    Ok(codes.limit(MOST_SHOWN).all(database.reader()).await?)
}

/// A code as people write it; a range of ICD-10 categories as `J41-J44`.
pub fn shown(code: &code_set_code::Model) -> String {
    let Some(until) = &code.code_until else { return code.code.clone() };
    let last = (until.len() == 3 && until.is_char_boundary(1))
        .then(|| until[1..].parse::<u8>().ok()?.checked_sub(1).map(|n| format!("{}{n:02}", &until[..1])))
        .flatten();
    match last {
        Some(last) if last == code.code => last,
        Some(last) => format!("{}-{last}", code.code),
        None => format!("{} to before {until}", code.code),
    }
}

const ESCAPE: char = '!'; // the backslash means something else to each engine

fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | ESCAPE) {
            out.push(ESCAPE);
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{domain::code_sets::CHRONIC_RESPIRATORY_DISEASE, testing::migrated};

    #[tokio::test]
    async fn codes_are_found_by_their_beginning_or_a_part_of_the_term() {
        let (_folder, database) = migrated().await;
        let set = by_name(&database, CHRONIC_RESPIRATORY_DISEASE).await.unwrap();
        let found = async |typed: &str| {
            let rows = codes(&database, set.id, Some(typed)).await.unwrap();
            rows.iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(codes(&database, set.id, None).await.unwrap().len(), usize::try_from(set.size).unwrap());
        assert_eq!(found("j4").await, ["J41-J44", "J45-J46", "J47"]);
        assert_eq!(found(" ASBEST ").await, ["22607003"]);
        assert!(found("%").await.is_empty() && found("_").await.is_empty());
    }
}
