//! Who may do what.

use hiring::Role;
use hiring::permission::{MATRIX, ManageIntegrations, Operate, ScreenCandidates, ViewJobs, allows};

use crate::support::World;

#[test]
fn the_matrix_says_who_may_what() {
    let mut table = String::new();
    for (capability, _) in MATRIX {
        let roles: Vec<&str> = Role::ALL
            .iter()
            .filter(|role| allows(**role, *capability))
            .map(|role| role.label())
            .collect();
        table.push_str(&format!("{capability:?}: {}\n", roles.join(", ")));
    }
    insta::assert_snapshot!(table, @r"
    ManageSettings: Owner, Partner Admin
    ManageIntegrations: Owner, Partner Admin
    ViewIntegrations: Owner, Partner Admin, Recruiter
    ViewJobs: Owner, Partner Admin, Recruiter, Hiring Manager
    ScreenCandidates: Owner, Partner Admin, Recruiter
    ShareCandidates: Owner, Partner Admin, Recruiter
    Comment: Owner, Partner Admin, Recruiter, Hiring Manager
    ModerateComments: Owner, Partner Admin
    ManageMembers: Owner, Partner Admin
    ManageOwners: Owner
    OwnAccount: Owner, Partner Admin, Recruiter, Hiring Manager
    ManageWriteBack: Owner
    ManageApiTokens: Owner, Partner Admin
    Operate: 
    ");
}

#[tokio::test]
async fn a_permit_is_given_only_by_the_matrix_and_carries_the_organization() {
    let world = World::new().await;
    let tenant = &world.northwind;
    assert!(tenant.recruiter.permit::<ManageIntegrations>().is_err());
    assert!(tenant.hiring_manager.permit::<ScreenCandidates>().is_err());
    assert!(
        tenant.owner.permit::<Operate>().is_err(),
        "no person acts as the system"
    );
    assert_eq!(
        tenant
            .recruiter
            .permit::<ViewJobs>()
            .unwrap()
            .organization(),
        tenant.id
    );
}
