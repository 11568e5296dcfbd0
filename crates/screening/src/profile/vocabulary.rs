//! Words by which a resume's titles, organizations and schools are told apart. Head nouns, not a list of titles: resumes invent those.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether the words name an occupation: one of them is the head noun of a job title.
pub(crate) fn is_title(segment: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| TITLES.split_whitespace().collect());
    let ends_as_title = |word: &str| {
        TITLE_ENDINGS
            .split_whitespace()
            .any(|ending| word.len() > ending.len() && word.ends_with(ending))
    };
    words(segment).any(|word| KNOWN.contains(word.as_str()) || ends_as_title(&word))
}

/// Whether the words carry a mark of an organization: Inc, GmbH, University, Hospital.
pub(crate) fn is_organization(segment: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> =
        LazyLock::new(|| ORGANIZATIONS.split_whitespace().collect());
    words(segment).any(|word| KNOWN.contains(word.as_str()))
}

/// Whether the words name a school.
pub(crate) fn is_school(segment: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| SCHOOLS.split_whitespace().collect());
    words(segment).any(|word| {
        KNOWN.contains(word.as_str())
            || ["schule", "gymnasium", "universität"]
                .iter()
                .any(|ending| word.ends_with(ending))
    })
}

fn words(segment: &str) -> impl Iterator<Item = String> + '_ {
    segment
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Second parts of German titles.
const TITLE_ENDINGS: &str = "\
    buchhalter buchhalterin mitarbeiter mitarbeiterin arbeiter arbeiterin fahrer fahrerin lehrer lehrerin bearbeiter bearbeiterin assistent assistentin \
    referent referentin monteur schlosser elektriker meister führer führerin manager managerin entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin verkäufer verkäuferin pfleger pflegerin techniker kaufmann kauffrau \
    schwester mechaniker programmer";

/// Head nouns of titles (English, German, French, Spanish).
const TITLES: &str = "\
    accountant accounts actor actuary administrator admin advisor adviser advocate agent aide ambassador analyst anesthetist apprentice architect artist \
    assembler assessor assistant associate attendant attorney auditor baker banker barista bartender biologist bookkeeper broker builder butcher buyer \
    captain caregiver caretaker carer carpenter cashier ceo cfo chair chef chemist chief cio cleaner clerk clinician coach coder collector commander \
    consultant contractor controller cook coo coordinator copywriter counsel counselor counsellor courier creator cto curator custodian dba dean dentist \
    deputy designer detective developer devops dietitian director dispatcher doctor draftsman drafter driver economist editor educator electrician \
    engineer entrepreneur estimator evangelist examiner executive expert fabricator facilitator farmer fellow firefighter fitter foreman founder \
    cofounder freelancer fundraiser gardener geologist grader guard guide hairdresser handler handyman head helper host hostess housekeeper hygienist \
    illustrator inspector installer instructor intern internship interpreter investigator janitor journalist judge junior keeper laborer labourer lawyer \
    lead leader lecturer liaison librarian lifeguard linguist loader locksmith logistician machinist maid maintainer maker manager marketer mason \
    mathematician mechanic medic mentor merchandiser midwife millwright model mover musician nanny nurse lvn lpn rn cna officer operative operator \
    optician orderly organizer owner packer painter paralegal paramedic partner pastor pathologist pharmacist phlebotomist photographer physician \
    physicist physiotherapist picker pilot pipefitter planner plumber policeman porter practitioner preceptor president principal processor producer \
    professor programmer promoter proofreader psychologist publicist purchaser radiographer rancher realtor receptionist recruiter registrar reporter \
    rep reps representative researcher resident reviewer roofer salesperson salesman saleswoman scheduler scholar scientist scrum seamstress secretary \
    seller server sergeant servant sonographer specialist staff statistician steward stewardess stocker strategist student stylist superintendent \
    supervisor surgeon surveyor sysadmin tailor taster teacher technician technologist teller temp tester therapist tiler trader trainee trainer \
    translator treasurer tutor typist umpire underwriter usher valet vendor veterinarian videographer volunteer vp waiter waitress waitstaff warden \
    watchman webmaster welder worker writer entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin mitarbeiter mitarbeiterin \
    praktikant praktikantin werkstudent werkstudentin assistent assistentin sachbearbeiter sachbearbeiterin geschäftsführer geschäftsführerin buchhalter \
    buchhalterin verkäufer verkäuferin lehrer lehrerin développeur développeuse ingénieur ingénieure cheffe responsable directeur directrice consultante \
    comptable infirmier infirmière stagiaire vendeur vendeuse technicien technicienne chargé chargée gestionnaire assistante enseignant enseignante \
    desarrollador desarrolladora ingeniero ingeniera gerente jefe jefa analista consultor consultora contador contadora enfermero enfermera becario \
    becaria vendedor vendedora técnico técnica asistente profesor profesora coordinador coordinadora encargado encargada";

/// Legal forms and kinds of organizations.
const ORGANIZATIONS: &str = "\
    inc ltd llc llp plc gmbh ag kg se sa sas sarl srl bv nv oy ab corp corporation company co group limited holdings partners university college \
    hospital clinic school bank agency ministry department council institute foundation association studio studios labs solutions systems technologies \
    services consulting logistics restaurant hotel center centre church society universität klinik krankenhaus banque banco grupo groupe airlines \
    insurance software industries pharmacy medical army navy government";

/// Kinds of schools.
const SCHOOLS: &str = "\
    university college school institute academy polytechnic universität uni hochschule fachhochschule gymnasium universidad université universita \
    università universidade universitat école ecole lycée lycee escuela instituto faculty conservatory seminary iit mit eth tu fh ucl lse";
