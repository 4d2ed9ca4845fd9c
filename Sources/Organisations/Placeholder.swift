enum OrganisationsPlaceholder {}
