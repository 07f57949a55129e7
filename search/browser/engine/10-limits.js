// The search engine of the browser. It makes the same plan as search/planner.go and executes it as search/execute.go does; a
// differential test holds both to the same answers and scores. FORMAT.md describes the files it reads.
//
// Everything is computed by one function from files that are there. A file that is missing is noted, the computation stops at the
// next pause(), the files are loaded together, and it runs again from the start. So there is no state to get wrong.

// Limits and weights of a plan, as in planner.go and execute.go.

const FORMAT = 3;
const MAX_WORD = 40, MAX_KEY = 160, MAX_WORDS = 24;
const WIDE_NAMES = 256, WIDE_TAKEN = 16, COMPLETIONS = 6, SPELLINGS = 6, NEAR_NAMES = 16, FORMS = 12, ENDING_STEMS = 4, VERIFIED = 64, SUBJECTS = 5, TITLE_BEGINS = 9, NEAR_WORDS = 5,
  LEAST_BASE = 3, MOST_PAIRS = 40, SURE_PAIRS = 8;
const TIER = 2 ** 48, FEW = 2 ** 40;
const EQUAL = [9, 8, 7], SUBJECT = [6, 5, 4], NEAR = 3, NAME_WORDS = 2, WORDS = 1;
const BY_WORD = 4, BY_FORM = 3, BY_SPELLING = 2;
const CLASS_WEIGHTS = [8, 8, 8, 8, 10, 9, 8, 9, 7, 5, 3], MATCH_WEIGHT = 32, LAST_NAME_CLASS = 3, LAST_SHOWN_CLASS = 6;
