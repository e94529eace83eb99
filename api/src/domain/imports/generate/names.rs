//! Names as they are heard in a British waiting room, and where people live.

/// Given names with family names that go together, weighted by how often they are met.
pub struct Culture {
    pub women: &'static [&'static str],
    pub men: &'static [&'static str],
    pub families: &'static [&'static str],
    /// A language code (ISO 639-1) that some of them prefer.
    pub language: &'static str,
}

pub const CULTURES: [(u32, Culture); 6] =
    [(700, BRITISH), (110, SOUTH_ASIAN), (60, EAST_EUROPEAN), (60, AFRICAN), (40, IRISH_WELSH), (30, EAST_ASIAN)];

const BRITISH: Culture = Culture {
    women: &[
        "Margaret",
        "Susan",
        "Christine",
        "Patricia",
        "Jean",
        "Linda",
        "Carol",
        "Julie",
        "Karen",
        "Sarah",
        "Emma",
        "Laura",
        "Rebecca",
        "Charlotte",
        "Olivia",
        "Amelia",
        "Grace",
        "Ruby",
        "Dorothy",
        "Joan",
        "Sheila",
        "Pauline",
        "Janet",
        "Helen",
        "Alison",
        "Claire",
        "Rachel",
        "Hannah",
        "Jessica",
        "Zoë",
        "Chloe",
        "Anne-Marie",
    ],
    men: &[
        "John", "David", "Michael", "Peter", "Robert", "Brian", "Alan", "Stephen", "Paul", "Mark", "Andrew", "Kevin",
        "Ian", "Simon", "Matthew", "Daniel", "James", "Thomas", "Oliver", "George", "Harry", "Arthur", "Ronald",
        "Kenneth", "Derek", "Graham", "Keith", "Neil", "Craig", "Ryan", "Jack", "Noah",
    ],
    families: &[
        "Smith",
        "Jones",
        "Taylor",
        "Brown",
        "Wilson",
        "Johnson",
        "Davies",
        "Robinson",
        "Wright",
        "Thompson",
        "Walker",
        "White",
        "Edwards",
        "Hughes",
        "Green",
        "Hall",
        "Lewis",
        "Harris",
        "Clarke",
        "Jackson",
        "Wood",
        "Turner",
        "Hill",
        "Scott",
        "Cooper",
        "Morris",
        "Ward",
        "Moore",
        "King",
        "Watson",
        "Baker",
        "Harrison",
        "Morgan",
        "Allen",
        "Bell",
        "Shaw",
        "Kelly",
        "Cook",
        "Parker",
        "Bennett",
        "Simpson",
        "Richardson",
        "Marshall",
        "Chapman",
        "Mitchell",
        "Pearson",
        "Fox",
        "Barker",
        "Holmes",
        "Mills",
        "Knight",
        "Webb",
        "Hudson-Reid",
        "Atkinson",
        "Fletcher",
        "Dixon",
    ],
    language: "en",
};

const SOUTH_ASIAN: Culture = Culture {
    women: &[
        "Fatima", "Aisha", "Priya", "Anjali", "Shabnam", "Nasreen", "Harpreet", "Sunita", "Maryam", "Zainab", "Meera",
    ],
    men: &["Mohammed", "Imran", "Rajesh", "Sanjay", "Gurpreet", "Yusuf", "Tariq", "Vikram", "Abdul", "Arjun", "Hassan"],
    families: &[
        "Khan",
        "Patel",
        "Singh",
        "Kaur",
        "Hussain",
        "Ahmed",
        "Begum",
        "Ali",
        "Sharma",
        "Shah",
        "Malik",
        "Chowdhury",
    ],
    language: "ur",
};

const EAST_EUROPEAN: Culture = Culture {
    women: &["Katarzyna", "Agnieszka", "Elena", "Ioana", "Małgorzata", "Svetlana", "Zofia", "Jūratė"],
    men: &["Piotr", "Tomasz", "Andrei", "Krzysztof", "Łukasz", "Viktor", "Jonas", "Marek"],
    families: &["Kowalski", "Nowak", "Wiśniewski", "Popescu", "Ionescu", "Kazlauskas", "Novák", "Wójcik", "Zieliński"],
    language: "pl",
};

const AFRICAN: Culture = Culture {
    women: &["Chidinma", "Abena", "Ngozi", "Folake", "Amina", "Thandiwe", "Selam", "Efua"],
    men: &["Kwame", "Chukwuemeka", "Babatunde", "Kofi", "Tendai", "Samuel", "Emmanuel", "Dawit"],
    families: &["Okafor", "Mensah", "Adeyemi", "Boateng", "Moyo", "Okonkwo", "Osei", "Tesfaye", "Campbell", "Williams"],
    language: "en",
};

const IRISH_WELSH: Culture = Culture {
    women: &["Siobhán", "Aoife", "Sian", "Bronwen", "Caitlin", "Niamh", "Angharad", "Orla"],
    men: &["Seán", "Dafydd", "Rhys", "Liam", "Padraig", "Gareth", "Declan", "Owain"],
    families: &["O'Brien", "Murphy", "O'Connor", "Evans", "Griffiths", "Byrne", "Ap Rhys", "Llewellyn", "McCarthy"],
    language: "cy",
};

const EAST_ASIAN: Culture = Culture {
    women: &["Mei", "Li", "Xin Yi", "Linh", "Yuki", "Hui"],
    men: &["Wei", "Jun", "Ming", "Minh", "Kenji", "Hao"],
    families: &["Chan", "Wong", "Li", "Nguyen", "Chen", "Zhang", "Lam", "Tanaka"],
    language: "zh",
};

pub const STREETS: [&str; 16] = [
    "High Street",
    "Station Road",
    "Church Lane",
    "Victoria Road",
    "Mill Lane",
    "Park Avenue",
    "Green Lane",
    "Kings Road",
    "Manor Close",
    "Albert Terrace",
    "Queens Drive",
    "The Crescent",
    "Orchard Way",
    "Chapel Street",
    "Grange Road",
    "School Lane",
];

/// Towns with the postcode districts of their area.
pub const TOWNS: [(&str, &str, u32); 12] = [
    ("Leeds", "LS", 29),
    ("Sheffield", "S", 36),
    ("Norwich", "NR", 35),
    ("Bristol", "BS", 49),
    ("Cardiff", "CF", 48),
    ("Edinburgh", "EH", 55),
    ("Belfast", "BT", 17),
    ("Coventry", "CV", 37),
    ("Plymouth", "PL", 35),
    ("Newcastle upon Tyne", "NE", 49),
    ("Oxford", "OX", 49),
    ("Brighton", "BN", 45),
];
