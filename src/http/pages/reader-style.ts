/** The style of the reader, beside that of all pages and of Swagger UI. */
export const readerStyle = `
body {
  max-width: 76rem;
}
a[aria-current] {
  font-weight: bold;
  color: inherit;
  text-decoration: none;
}
.start {
  margin: 1rem 0;
  padding: 0.5rem 1rem;
  border: 1px solid var(--line);
  border-radius: 0.4rem;
}
.start summary {
  font-weight: bold;
  cursor: pointer;
}
.start ol {
  margin: 0.5rem 0;
  padding-left: 1.25rem;
  overflow-wrap: anywhere;
}
.tools {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.25rem 1.5rem;
  font-size: 0.9rem;
}
.tools input[type='search'] {
  font: inherit;
  padding: 0.25rem 0.5rem;
}

/* Documented refusals name their codes; their examples are shown when asked for. */
#reader:not(.with-refusals) .response[data-code^='4'] .response-col_description > :not(:first-child),
#reader:not(.with-refusals) .response[data-code^='5'] .response-col_description > :not(:first-child) {
  display: none;
}
#reader .live-responses-table .response .response-col_description > * {
  display: block;
}
.swagger-ui .response-col_links {
  display: none;
}
/* Long lines break, or scroll inside their box. */
.swagger-ui .opblock-body pre.microlight,
.swagger-ui .opblock-body pre.microlight code {
  white-space: pre-wrap !important;
  overflow-wrap: anywhere;
}
.swagger-ui .opblock-body,
.swagger-ui .responses-wrapper,
.swagger-ui .table-container {
  min-width: 0;
  overflow-x: auto;
}
/* There is one server, and the page has its own heading. */
.swagger-ui .servers-title,
.swagger-ui .servers,
.swagger-ui .info hgroup.main .title small {
  display: none;
}
.swagger-ui .info {
  margin: 1.5rem 0;
}
.swagger-ui .wrapper {
  padding: 0;
}
.swagger-ui .scheme-container {
  padding: 0.75rem 0;
  margin: 0;
  background: none;
  box-shadow: none;
}
`;
