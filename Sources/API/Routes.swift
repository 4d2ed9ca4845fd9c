/// Every route of the API, one line a feature.
enum Routes {
    static let all: [Endpoint] =
        OrganisationRoutes.all + ImportRoutes.all + MemberRoutes.all + AttributeRoutes.all + CorrectionRoutes.all
        + MergeRoutes.all + ComparisonRoutes.all
        + LifeRoutes.all
        + TransferRoutes.all + TermRoutes.all
        + DutyRoutes.all + CycleRoutes.all + ProgressRoutes.all
        + ClassRoutes.all + PlanRoutes.all
        + SchemeRoutes.all + LedgerRoutes.all + ClaimRoutes.all + PeriodRoutes.all + RecruitmentRoutes.all
        + QuotaRoutes.all + NoticeRoutes.all
        + AccessRoutes.all + AccountRoutes.all + SessionRoutes.all + AuditRoutes.all
}
