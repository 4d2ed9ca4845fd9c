enum RecruitmentPlaceholder {}
