// The contract of this node, as Swagger UI shows it. Requests that are tried out go to this node, whatever server the
// contract names: the page may call no other.
window.addEventListener('DOMContentLoaded', () => {
  const here = (request) => {
    const url = new URL(request.url, location.href);
    request.url = location.origin + url.pathname + url.search;
    return request;
  };
  window.SwaggerUIBundle({
    url: '/openapi.yaml',
    dom_id: '#docs',
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: 'list',
    persistAuthorization: false,
    requestInterceptor: here,
    validatorUrl: null,
  });
});
