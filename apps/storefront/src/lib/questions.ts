/** A page of questions and answers: every heading is a question, what follows it the answer. */

export interface Question {
  question: string;
  /** HTML, as the page has it. */
  answer: string;
}

export interface Questions {
  /** HTML before the first question. */
  intro: string;
  items: Question[];
}

const HEADING = /<(h[2-4])\b[^>]*>([\s\S]*?)<\/\1>/gi;

/** The page's HTML, taken apart. Without a heading, all of it is introduction. */
export function questionsOf(html: string): Questions {
  const headings = [...html.matchAll(HEADING)];
  const items = headings.map((heading, place) => ({
    question: (heading[2] ?? "").replace(/<[^>]*>/g, "").trim(),
    answer: html.slice(heading.index + heading[0].length, headings[place + 1]?.index).trim(),
  }));
  return {
    intro: html.slice(0, headings[0]?.index).trim(),
    items: items.filter((item) => item.question !== "" && item.answer !== ""),
  };
}
