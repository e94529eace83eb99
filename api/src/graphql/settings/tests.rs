//! Settings as an administrator's browser and as others ask for them.

#![allow(clippy::unwrap_used)]

use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use shared::permission::{Permission, Role};

use crate::{domain::Actor, graphql, testing::TestApp};

struct Room {
    schema: graphql::RecallSchema,
    _test: TestApp,
}

impl Room {
    async fn open() -> Self {
        let test = TestApp::start().await;
        Self { schema: graphql::build(test.app.clone()), _test: test }
    }

    /// The data, or the code and field of the error.
    async fn ask(&self, actor: &Actor, query: &str, input: Value) -> Result<Value, (String, Value)> {
        let variables = Variables::from_json(json!({ "input": input }));
        let response = self.schema.execute(Request::new(query).variables(variables).data(actor.clone())).await;
        let Some(error) = response.errors.first() else { return Ok(response.data.into_json().unwrap()) };
        let Some(extensions) = &error.extensions else { panic!("{}", error.message) };
        let get = |key| extensions.get(key).map_or(Value::Null, |value| value.clone().into_json().unwrap());
        Err((get("code").as_str().unwrap_or(&error.message).to_owned(), get("field")))
    }
}

fn administrator() -> Actor {
    Actor::user(1.into(), "Ada", Role::Administrator)
}

#[tokio::test]
async fn the_rooms_of_the_settings_are_read_and_written() {
    let room = Room::open().await;
    let ada = administrator();
    let practice =
        json!({ "name": "Harbour", "phone": "020 7946 0018", "openingHours": "Always", "bookingLink": null });
    let save = "mutation($input: SavePracticeInput!) { savePractice(input: $input) { practice { name bookingLink } } }";
    room.ask(&ada, save, practice).await.unwrap();
    let invite = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { user { id } invitationUrl } }";
    let gwen = json!({ "email": "Gwen@example.org", "name": "Gwen", "role": "MANAGER" });
    let made = room.ask(&ada, invite, gwen.clone()).await.unwrap();
    assert!(made["inviteUser"]["invitationUrl"].as_str().unwrap().contains("/invitation/"));
    assert_eq!(room.ask(&ada, invite, gwen).await.unwrap_err().0, "CONFLICT");
    let add = "mutation($input: AddApiClientInput!) { addApiClient(input: $input) { client { id scopes } secret } }";
    let agent = json!({ "name": "Agent", "scopes": ["patients:import"], "requestId": "agent-request" });
    let first = room.ask(&ada, add, agent.clone()).await.unwrap()["addApiClient"].clone();
    let again = room.ask(&ada, add, agent).await.unwrap()["addApiClient"].clone();
    assert_eq!(first["client"], json!({ "id": "client-1", "scopes": ["patients:import"] }));
    assert!(again["client"] == first["client"] && again["secret"] != first["secret"]);
    let import = "mutation($input: ImportCodeSetInput!) { importCodeSet(input: $input) {
        codeSet { name title size codes(search: \"ast\") { code term } } } }";
    let list = json!({ "name": "asthma", "title": "Asthma", "csv": "code,term\n195967001,Asthma\n" });
    let set = room.ask(&ada, import, list).await.unwrap()["importCodeSet"]["codeSet"].clone();
    assert_eq!(set["codes"], json!([{ "code": "195967001", "term": "Asthma" }]));

    let read = "{ practice { name phone openingHours bookingLink } users { email state role secondFactor }
        apiClients { clientId name revokedAt } savedTemplates { id name channel subject }
        codeSet(name: \"asthma\") { title version createdAt } none: codeSet(name: \"none\") { id }
        backupSettings { keys places keep cron nextAt } auditActions }";
    let all = room.ask(&ada, read, Value::Null).await.unwrap();
    assert_eq!(all["practice"]["name"], "Harbour");
    let gwen = json!([{ "email": "gwen@example.org", "state": "INVITED", "role": "MANAGER", "secondFactor": false }]);
    assert_eq!(all["users"], gwen);
    assert_eq!((all["apiClients"].as_array().unwrap().len(), &all["none"]), (1, &Value::Null));
    assert_eq!(all["savedTemplates"].as_array().unwrap().len(), 2);
    assert_eq!(
        (all["backupSettings"]["keys"].clone(), all["backupSettings"]["cron"].clone()),
        (json!([]), json!("0 2 * * *"))
    );
    let actions = all["auditActions"].as_array().unwrap();
    assert!(actions.contains(&json!("practice.saved")) && actions.contains(&json!("client.secret_renewed")));
}

#[tokio::test]
async fn errors_name_the_field() {
    let room = Room::open().await;
    let ada = administrator();
    let template = "mutation($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { id } } }";
    let wrong = json!({ "name": "A", "channel": "SMS", "body": "no link" });
    assert_eq!(room.ask(&ada, template, wrong).await, Err(("INVALID_INPUT".into(), json!("body"))));
    let add = "mutation($input: AddApiClientInput!) { addApiClient(input: $input) { secret } }";
    let wrong = json!({ "name": "Agent", "scopes": ["patients:eat"] });
    assert_eq!(room.ask(&ada, add, wrong).await, Err(("INVALID_INPUT".into(), json!("scopes"))));
    let import = "mutation($input: ImportCodeSetInput!) { importCodeSet(input: $input) { codeSet { id } } }";
    let wrong = json!({ "name": "big", "title": "Big", "csv": "x".repeat(5_000_001) });
    assert_eq!(room.ask(&ada, import, wrong).await, Err(("INVALID_INPUT".into(), json!("csv"))));
}

#[tokio::test]
async fn each_room_is_closed_to_who_may_not_enter() {
    let room = Room::open().await;
    let nobody = Actor::client("client-9", "Nobody", vec![]);
    for query in [
        "{ users { id } }",
        "{ apiClients { id } }",
        "{ savedTemplates { id } }",
        "{ codeSets { id } }",
        "{ backupSettings { keep } }",
        "{ auditActions }",
        "mutation { savePractice(input: { name: \"A\", phone: \"1\", openingHours: \"A\" }) { practice { name } } }",
        "mutation { saveBackupKeys(input: { keys: [], code: \"1\" }) { settings { keep } } }",
        "mutation { disableUser(input: { id: \"user-1\" }) { user { id } } }",
        "mutation { revokeApiClient(input: { id: \"client-1\" }) { client { id } } }",
        "mutation { deleteTemplate(input: { id: \"saved-template-1\" }) }",
        "mutation { importCodeSet(input: { name: \"a\", title: \"A\", csv: \"\" }) { codeSet { id } } }",
    ] {
        assert_eq!(room.ask(&nobody, query, Value::Null).await.unwrap_err().0, "FORBIDDEN", "{query}");
    }
    let clients = Actor::client("client-9", "Keys", vec![Permission::ManageSettings]);
    let save = "mutation { saveBackupKeys(input: { keys: [\"a\"], code: \"1\" }) { settings { keep } } }";
    assert_eq!(room.ask(&clients, save, Value::Null).await.unwrap_err().0, "PEOPLE_ONLY");
}
