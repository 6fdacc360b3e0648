import type { ReactNode } from "react";

const ARTS = {
  /** An open bag with nothing in it. */
  bag: (
    <>
      <ellipse className="art-shadow" cx="100" cy="170" rx="64" ry="9" />
      <path className="art-fill" d="M48 70h104l8 96H40z" />
      <path className="art-side" d="M132 70h20l8 96h-22z" />
      <path className="art-line" d="M48 70h104l8 96H40zM74 84V58a26 26 0 0 1 52 0v26" />
      <path className="art-spark" d="M32 44l-8-8M44 34l-2-12M168 44l8-8M156 34l2-12" />
    </>
  ),
  /** A parcel left open. */
  parcel: (
    <>
      <ellipse className="art-shadow" cx="100" cy="172" rx="70" ry="9" />
      <path className="art-fill" d="M44 82l56 24v62l-56-24z" />
      <path className="art-side" d="M156 82l-56 24v62l56-24z" />
      <path className="art-line" d="M44 82l56-24 56 24-56 24zM44 82v62l56 24 56-24V82M100 106v62" />
      <path className="art-line" d="M44 82L24 64l54-22 22 16M156 82l20-18-54-22-22 16" />
      <path className="art-spark" d="M100 34V20M80 30l-6-10M120 30l6-10" />
    </>
  ),
  /** A shutter, half down. */
  shutter: (
    <>
      <ellipse className="art-shadow" cx="100" cy="172" rx="74" ry="8" />
      <path className="art-fill" d="M40 74h120v94H40z" />
      <path className="art-side" d="M40 74h120v52H40z" />
      <path
        className="art-line"
        d="M40 74v94h120V74M30 74l12-36h116l12 36zM40 92h120M40 109h120M40 126h120"
      />
      <path className="art-line" d="M94 126v10h12v-10" />
      <path className="art-spark" d="M58 150h22M120 150h22" />
    </>
  ),
  /** A lens over an empty shelf. */
  lens: (
    <>
      <ellipse className="art-shadow" cx="104" cy="172" rx="62" ry="8" />
      <circle className="art-fill" cx="88" cy="88" r="50" />
      <circle className="art-line" cx="88" cy="88" r="50" />
      <path className="art-line" d="M124 124l38 38" strokeWidth="7" />
      <path className="art-spark" d="M62 88h52M62 104h34" />
    </>
  ),
} as const;

export type StateArt = keyof typeof ARTS;

/** A drawing in the theme's own colours; decorative. */
export function Art({ name }: { name: StateArt }) {
  return (
    <svg className="state-art" viewBox="0 0 200 184" aria-hidden="true">
      {ARTS[name]}
    </svg>
  );
}

export interface StateProps {
  art?: StateArt;
  title: string;
  text?: string;
  heading?: "h1" | "h2";
  children?: ReactNode;
}

/** A page or a part of one that has nothing to show: what it is, and what to do next. */
export function State({ art, title, text, heading = "h2", children }: StateProps) {
  const Heading = heading;
  return (
    <div className="state panel">
      <div className="state-in">
        {art && <Art name={art} />}
        <Heading className="d3">{title}</Heading>
        {text && <p>{text}</p>}
        {children && <div className="row">{children}</div>}
      </div>
    </div>
  );
}
