// An invented posting, laid out as a copied job page is.

export const EXAMPLE = `Clean and merge monthly sales exports with Python
Posted 3 hours ago
Worldwide
Summary
We sell garden furniture in four countries and get a CSV export from each shop every month. The columns differ, the dates differ, and two shops write decimals with a comma.

What we need:
- a Python script (pandas is fine) that reads the four files and writes one clean table
- a short report of the rows that could not be read, and why
- tests for the date and number formats, with sample files that we provide
- a README so that our office can run it

Done means: the script runs on the last twelve months and the totals agree with our books. We can start with a paid test on one shop (2 hours). Please tell us about a similar job you did.

$25.00
-
$45.00
Hourly
Intermediate
Experience Level
Less than 30 hrs/week
Hourly
1 to 3 months
Duration
Remote Job
Ongoing project
Project Type
Skills and Expertise
Mandatory skills
Python
pandas
Data Cleaning
Activity on this job
Proposals:
5 to 10
Last viewed by client:
1 hour ago
Hires:
0
Interviewing:
1
Invites sent:
3
Unanswered invites:
1
Send a proposal for: 12 Connects
Available Connects: 80
About the client
Payment method verified
Phone number verified
Rating is 4.9 out of 5.
4.9 of 21 reviews
Netherlands
Utrecht 4:12 PM
34 jobs posted
74% hire rate, 1 open job
$18K total spent
29 hires, 3 active
$31.50 /hr avg hourly rate paid
412 hours
Member since Mar 9, 2019
`;
