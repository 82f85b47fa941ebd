// A model in a web server: POST /predict {"lengths": [5.1, 3.5, 1.4, 0.2]} returns {"species": "setosa", "probability": 0.99}. The model is
// loaded from iris.safetensors in the current folder, or trained and saved there at the first start. With --quick, the program chooses a
// free port, sends requests to itself, checks the answers and exits.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralNet;
using Serving;

const string ModelFile = "iris.safetensors";
bool isQuick = args.Contains("--quick");
if (isQuick || !File.Exists(ModelFile))
    IrisTraining.Run().Save(ModelFile);
Model model = Model.Load(ModelFile);

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.RespectNullableAnnotations = true;
    options.SerializerOptions.RespectRequiredConstructorParameters = true;
});
await using WebApplication app = builder.Build();
app.Urls.Add(isQuick ? "http://127.0.0.1:0" : "http://127.0.0.1:5000");

// One model serves all requests: Predict is safe to call from many threads at once. Its message about an invalid row is sent to the client.
app.MapPost("/predict", (Flower flower) =>
{
    try
    {
        return Results.Ok(Answer.Of(model, flower));
    }
    catch (ArgumentException exception)
    {
        return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});

await app.StartAsync();
Console.WriteLine($"Serving {ModelFile} at {app.Urls.First()}/predict.");
if (isQuick)
    return await SelfTest.RunAsync(new Uri(app.Urls.First()), model);

await app.WaitForShutdownAsync();
return 0;
