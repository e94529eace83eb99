//! Files that nobody here wrote, where they are at hand: a patient simulator's export and national code lists.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use recall_tests::{App, Engine, Result, for_each_engine, scene::number};
use serde_json::{Value, json};

/// `shared/data` beside the checkout; nothing, with a word, where there is none.
fn data() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    let found = found.into_iter().find(|folder| folder.join("synthea/patients.csv").is_file());
    if found.is_none() {
        eprintln!("skipped: no shared/data beside the checkout");
    }
    found
}

fn records(file: &Path) -> Result<Vec<csv::StringRecord>> {
    Ok(csv::Reader::from_path(file)?.records().collect::<std::result::Result<_, _>>()?)
}

/// Patients that are alive and have an unended condition that `wanted` knows by its code, counted from the files alone.
fn counted(data: &Path, wanted: impl Fn(&str) -> bool) -> Result<usize> {
    let alive: HashSet<String> = records(&data.join("synthea/patients.csv"))?
        .iter()
        .filter(|patient| patient[2].is_empty())
        .map(|patient| patient[0].to_owned())
        .collect();
    let having: HashSet<String> = records(&data.join("synthea/conditions.csv"))?
        .iter()
        .filter(|condition| condition[1].is_empty() && wanted(&condition[5]))
        .map(|condition| condition[2].to_owned())
        .collect();
    Ok(alive.intersection(&having).count())
}

/// How many active patients the cohort of a code set holds.
async fn cohort(client: &recall_tests::Client, set: &str) -> Result<usize> {
    let document = "query($rule: CohortRule!) { cohortPreview(rule: $rule) { count } }";
    let rule = json!({ "all": [{ "condition": { "codeSet": set } }, { "status": "ACTIVE" }] });
    let answer: Value = client.query(document, json!({ "rule": rule })).await?;
    Ok(usize::try_from(number(&answer["cohortPreview"], "count"))?)
}

for_each_engine! {
    async fn the_cohort_agrees_with_a_count_over_the_files(engine: Engine) {
        let Some(data) = data() else { return Ok(()) };
        let mut app = App::on(engine).prepare().await?;
        let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/mappings/synthea.toml").display().to_string();
        let file = data.join("synthea/patients.csv").display().to_string();
        let imported = app.json(&["import", &file, "--mapping", &mapping]).await?;
        assert_eq!((number(&imported, "created"), number(&imported, "rejected")), (116, 0), "{imported}");
        for name in ["resp_cov", "ast"] {
            let list = data.join(format!("codes/primis-{name}.csv")).display().to_string();
            app.json(&["code-set", "import", &format!("primis-{name}").replace('_', "-"), &list]).await?;
        }
        app.restart().await?;
        let client = app.signed_in("manager").await?;

        // What the simulator calls emphysema and asthma, by the words in its own file.
        let lungs: HashSet<String> = records(&data.join("synthea/conditions.csv"))?
            .iter()
            .filter(|condition| {
                let term = condition[6].to_lowercase();
                term.contains("emphysema") || term.contains("asthma")
            })
            .map(|condition| condition[5].to_owned())
            .collect();
        let shipped = cohort(&client, recall_tests::scene::LUNGS).await?;
        assert_eq!(shipped, counted(&data, |code| lungs.contains(code))?);
        assert!(shipped > 0);
        for name in ["resp_cov", "ast"] {
            let codes: HashSet<String> =
                records(&data.join(format!("codes/primis-{name}.csv")))?.iter().map(|row| row[0].to_owned()).collect();
            let set = format!("primis-{name}").replace('_', "-");
            assert_eq!(cohort(&client, &set).await?, counted(&data, |code| codes.contains(code))?, "{set}");
        }
    }
}
