//! What invented people suffer from: three in four have a long-term lung condition.

use super::chance::Chance;

const SNOMED: &str = "http://snomed.info/sct";
const ICD10: &str = "http://hl7.org/fhir/sid/icd-10";

type Coded = (&'static str, &'static str, &'static str);

const LUNG_SHARE: u32 = 750; // per mille
const SECOND_LUNG: u32 = 60;
const OTHER_SHARE: u32 = 350;

/// Codes of the shipped set `chronic-respiratory-disease`.
const LUNG: [(u32, Coded); 12] = [
    (520, (SNOMED, "195967001", "Asthma")),
    (40, (SNOMED, "233678006", "Childhood asthma")),
    (30, (SNOMED, "389145006", "Allergic asthma")),
    (230, (SNOMED, "13645005", "Chronic obstructive pulmonary disease")),
    (30, (SNOMED, "63480004", "Chronic bronchitis")),
    (40, (SNOMED, "87433001", "Pulmonary emphysema")),
    (40, (SNOMED, "12295008", "Bronchiectasis")),
    (6, (SNOMED, "190905008", "Cystic fibrosis")),
    (12, (SNOMED, "700250006", "Idiopathic pulmonary fibrosis")),
    (4, (SNOMED, "40122008", "Pneumoconiosis")),
    (24, (ICD10, "J45.9", "Asthma, unspecified")),
    (24, (ICD10, "J44.9", "Chronic obstructive pulmonary disease, unspecified")),
];

/// None of them is a long-term lung condition.
const OTHER: [(u32, Coded); 10] = [
    (120, (SNOMED, "10509002", "Acute bronchitis")),
    (200, (SNOMED, "38341003", "Hypertension")),
    (120, (SNOMED, "44054006", "Type 2 diabetes mellitus")),
    (30, (SNOMED, "73211009", "Diabetes mellitus")),
    (60, (SNOMED, "396275006", "Osteoarthritis")),
    (60, (SNOMED, "35489007", "Depressive disorder")),
    (40, (SNOMED, "40930008", "Hypothyroidism")),
    (40, (SNOMED, "709044004", "Chronic kidney disease")),
    (30, (SNOMED, "37796009", "Migraine")),
    (20, (ICD10, "J20.9", "Acute bronchitis, unspecified")),
];

/// The `conditions` column of one person.
pub fn column(chance: &mut Chance) -> String {
    let mut column = String::new();
    if chance.per_mille(LUNG_SHARE) {
        add(&mut column, chance.weighted(&LUNG));
        if chance.per_mille(SECOND_LUNG) {
            add(&mut column, chance.weighted(&LUNG));
        }
    }
    if chance.per_mille(OTHER_SHARE) {
        add(&mut column, chance.weighted(&OTHER));
    }
    column
}

fn add(column: &mut String, (system, code, term): &Coded) {
    let item = format!("{system}|{code}|{term}");
    if column.contains(&item) {
        return;
    }
    if !column.is_empty() {
        column.push(';');
    }
    column.push_str(&item);
}
