// @ts-nocheck: it runs beside the installed packages.
export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
