/** Lines of text that become blocks. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path
        d="M3 5h9M3 9h6"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        opacity=".55"
      />
      <g fill="currentColor">
        <rect x="3" y="12.5" width="11" height="4" rx="1.2" opacity=".75" />
        <rect x="3" y="18" width="18" height="4" rx="1.2" />
        <rect x="15" y="3.5" width="6" height="13" rx="1.2" />
      </g>
    </svg>
  );
}
