// Shows schema errors of records while they are typed, in editors with the remark extension and with `remark records`.
// Set up once:
//   npm install remark-cli remark-frontmatter remark-lint-frontmatter-schema
//   caseload schema export --draft 7 build/draft-07
// It checks a record against its schema and no more; `caseload lint` checks that and everything else.
import remarkFrontmatter from "remark-frontmatter";
import remarkLintFrontmatterSchema from "remark-lint-frontmatter-schema";

const schemas = {
  "build/draft-07/client.schema.json": ["records/clients/**/client.md"],
  "build/draft-07/assessment.schema.json": ["records/clients/**/assessments/*.md"],
  "build/draft-07/plan.schema.json": ["records/clients/**/plans/*.md"],
  "build/draft-07/session.schema.json": ["records/clients/**/sessions/*.md"],
  "build/draft-07/review.schema.json": ["records/clients/**/reviews/*.md"],
  "build/draft-07/contact.schema.json": ["records/clients/**/contacts/*.md"],
  "build/draft-07/consent.schema.json": ["records/clients/**/consents/*.md"],
  "build/draft-07/referral.schema.json": ["records/clients/**/referrals/*.md"],
  "build/draft-07/measure.schema.json": ["records/clients/**/measures/*.md"],
  "build/draft-07/safety-plan.schema.json": ["records/clients/**/safety/*.md"],
  "build/draft-07/disclosure.schema.json": ["records/clients/**/disclosures/*.md"],
  "build/draft-07/charge.schema.json": ["records/clients/**/charges/*.md"],
  "build/draft-07/addendum.schema.json": ["records/clients/**/addenda/*.md"],
  "build/draft-07/discharge.schema.json": ["records/clients/**/discharge/*.md"],
  "build/draft-07/task.schema.json": ["records/clients/**/tasks/*.md", "records/practice/tasks/**/*.md"],
  "build/draft-07/incident.schema.json": ["records/clients/**/incidents/*.md", "records/practice/incidents/**/*.md"],
  "build/draft-07/policy.schema.json": ["records/practice/policies/**/*.md"],
  "build/draft-07/agency.schema.json": ["records/practice/agencies/**/*.md"],
  "build/draft-07/group.schema.json": ["records/practice/groups/**/*.md"],
  "build/draft-07/complaint.schema.json": ["records/practice/complaints/**/*.md"],
  "build/draft-07/feedback.schema.json": ["records/practice/feedback/**/*.md"],
  "build/draft-07/household.schema.json": ["records/practice/households/**/*.md"],
  "build/draft-07/meeting.schema.json": ["records/practice/meetings/**/*.md"],
};

export default { plugins: [remarkFrontmatter, [remarkLintFrontmatterSchema, { schemas }]] };
