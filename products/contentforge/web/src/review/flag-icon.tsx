export function FlagIcon() {
  return (
    <svg
      className="r-flag-icon"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 14V2.5M4 3h8l-2 3 2 3H4" />
    </svg>
  );
}
