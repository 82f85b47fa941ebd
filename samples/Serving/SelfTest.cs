using System.Net;
using System.Net.Http.Json;
using NeuralNet;

namespace Serving;

/// <summary>Sends concurrent requests to the server of this process and compares the answers with the model's own.</summary>
internal static class SelfTest
{
    private const int Requests = 64;

    /// <summary>Returns the exit code: 0 if all answers are correct.</summary>
    public static async Task<int> RunAsync(Uri server, Model model)
    {
        Flower[] flowers = [new([5.1f, 3.5f, 1.4f, 0.2f]), new([6.0f, 2.9f, 4.5f, 1.5f]), new([7.2f, 3.6f, 6.1f, 2.5f])];
        using var client = new HttpClient { BaseAddress = server };
        bool[] areRight = await Task.WhenAll(Enumerable.Range(0, Requests).Select(async i =>
        {
            Flower flower = flowers[i % flowers.Length];
            using HttpResponseMessage response = await client.PostAsJsonAsync("/predict", flower);
            return response.IsSuccessStatusCode && await response.Content.ReadFromJsonAsync<Answer>() == Answer.Of(model, flower);
        }));
        using HttpResponseMessage refusal = await client.PostAsJsonAsync("/predict", new Flower([1, 2]));
        bool isRefused = refusal.StatusCode == HttpStatusCode.BadRequest;

        foreach (Flower flower in flowers)
            Console.WriteLine(FormattableString.Invariant($"  [{string.Join(", ", flower.Lengths)}]: {Answer.Of(model, flower)}"));
        Console.WriteLine($"{areRight.Count(isRight => isRight)} of {Requests} concurrent requests were answered rightly.");
        string problem = await refusal.Content.ReadAsStringAsync();
        Console.WriteLine($"A flower of two numbers is {(isRefused ? "refused" : "not refused")}: {problem}");
        return areRight.All(isRight => isRight) && isRefused ? 0 : 1;
    }
}
