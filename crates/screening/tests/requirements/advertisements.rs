//! Advertisements from four fields, read whole.

use screening::requirements::read_job;

use crate::summary;

fn read(title: &str, text: &str) -> String {
    read_job(title, text)
        .requirements
        .iter()
        .map(summary)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_software_company() {
    let text = include_str!("a_software_company.txt");
    insta::assert_snapshot!(read("Backend Engineer (Go)", text), @r#"
    nice HardSkill 3: Design and build REST APIs in Go and PostgreSQL => REST + Go + PostgreSQL
    nice HardSkill 1: Own services from design to production, including on-call => incident management
    nice HardSkill 1: Mentor junior engineers and review code => Mentor junior engineers and review code
    nice HardSkill 1: Work with product managers to shape the roadmap => product management
    must Experience 6: 4+ years of professional experience in backend development => 4 years of [back-end development]
    must HardSkill 8: Strong knowledge of Go or Rust => any(Go | Rust)
    must HardSkill 6: Experience with relational databases (PostgreSQL, MySQL) and message queues such as Kafka => all(any(relational database | PostgreSQL | MySQL) & any(message broker | Apache Kafka))
    must HardSkill 6: Familiarity with Docker and Kubernetes => Docker + Kubernetes
    must Education 5: Bachelor's degree in Computer Science, or equivalent experience => Bachelor in [Computer Science] or equivalent
    must Language 5: Excellent written and verbal communication skills in English => English C1
    must Other 2: You must be eligible to work in the EU => authorization
    nice Certification 3: AWS certification => certificate [AWS Certified Solutions Architect]
    nice HardSkill 3: Experience with healthcare data standards (HL7, FHIR) or HIPAA => any(health data standards | HIPAA)
    nice Language 2.5: German is a plus => German B2
    "#);
}

#[test]
fn a_hospital() {
    let text = include_str!("a_hospital.txt");
    insta::assert_snapshot!(read("Registered Nurse", text), @r#"
    nice HardSkill 3: St. Brigid's Hospital is seeking a compassionate Registered Nurse to join our 32-bed med-surg unit => acute care
    nice HardSkill 1: Assess patients and develop individualized care plans => care planning
    nice HardSkill 1: Administer medications and IV therapy, monitor vital signs => medication administration + vital signs
    nice PersonalSkill 1: Educate patients and families about discharge instructions => trait discharge instructions
    must Education 5: Graduate of an accredited nursing program => Vocational in [Nursing]
    nice Education 2.5: BSN preferred => Bachelor in [Nursing]
    must Certification 8: Current RN license in the state of Ohio => certificate [registered nurse license]
    must Certification 6: BLS certification required => certificate [BLS]
    must Certification 6: ACLS within 6 months of hire => certificate [ACLS] or under way
    must Experience 6: Minimum of one year of acute care experience => 1 years of [acute care]
    must Other 2: Ability to work rotating shifts, weekends and holidays => location
    nice PersonalSkill 1: Strong critical thinking and teamwork => all(trait analytical thinking & trait teamwork)
    "#);
}

#[test]
fn a_warehouse() {
    let text = include_str!("a_warehouse.txt");
    insta::assert_snapshot!(read("Warehouse Team Leader (Nights)", text), @r#"
    must Experience 8: You have at least 2 years' experience in a warehouse or distribution centre => 2 years of [warehousing]
    nice Experience 3: ideally leading a team of 8 or more => TeamSize >= 8
    must Certification 6: You hold a valid forklift licence (counterbalance) => certificate [forklift licence]
    must HardSkill 6: are confident with a WMS and RF scanners => warehouse management system + RF scanner
    nice PersonalSkill 1: You are reliable, a clear communicator and good at solving problems => all(trait reliability & trait communication & trait problem solving)
    must Language 5: Fluent English is required => English C1
    nice Language 2.5: Polish or Romanian would be an advantage => any(Polish B2 | Romanian B2)
    must Other 2: You are happy to work night shifts, Sunday to Thursday, and can lift up to 20 kg => location
    nice Certification 3: A full UK driving licence is preferred => certificate [driving license]
    nice HardSkill 1: Plan the shift, allocate pickers and packers, check stock accuracy and keep the site safe (PPE, manual handling) => any(PPE | manual handling)
    "#);
}

#[test]
fn a_finance_department() {
    let text = include_str!("a_finance_department.txt");
    insta::assert_snapshot!(read("Senior Financial Accountant", text), @r#"
    nice HardSkill 1: You will prepare monthly and year-end financial statements under IFRS and US GAAP, manage a team of 3 accountants and work with our external auditors => financial reporting + IFRS + GAAP
    nice Experience 1: You will prepare monthly and year-end financial statements under IFRS and US GAAP, manage a team of 3 accountants and work with our external auditors => TeamSize >= 3
    must Certification 6: CPA, ACCA or equivalent professional accounting qualification => certificate [CPA, ACCA, accounting certification]
    must Experience 6: 5-7 years of post-qualification experience in accounting => 5 years of [accounting]
    must Experience 6: including 2 years in audit => 2 years of [auditing]
    must HardSkill 6: Advanced Excel (pivot tables, Power Query) => Microsoft Excel
    must HardSkill 6: SAP S/4HANA => SAP
    must Education 5: Bachelor's degree in Accounting or Finance => Bachelor in [accounting, finance]
    must Language 5: Fluent in English => English C1
    must Language 5: Danish => Danish C1
    nice HardSkill 3: experience with Power BI => Microsoft Power BI
    nice HardSkill 3: exposure to SOX => SOX
    "#);
}
