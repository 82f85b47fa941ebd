using System.Reflection;
using NeuralNet.LinearAlgebra;
using NeuralNet.Plotting;

namespace NeuralNet.Tests;

/// <summary>
/// What each assembly shows is approved in a text file beside this one. After a change that is meant, run these tests once with the
/// environment variable APPROVE_PUBLIC_API=1, which writes the files anew, and read their difference.
/// </summary>
public class PublicApiTests
{
    [Fact]
    public void NeuralNet() => ApprovedApi.Check(typeof(Model).Assembly, "NeuralNet.Tests");

    [Fact]
    public void LinearAlgebra() => Check(typeof(SimdLinearAlgebraProvider).Assembly);

    [Fact]
    public void Plotting() => Check(typeof(Plot).Assembly);

    private static void Check(Assembly assembly)
    {
        string path = Path.Combine(Repository.Root, "tests", "NeuralNet.Tests", "PublicApi", assembly.GetName().Name + ".approved.txt");
        string actual = ApiPrinter.Print(assembly);
        if (Environment.GetEnvironmentVariable("APPROVE_PUBLIC_API") == "1")
            File.WriteAllText(path, actual);
        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string[] before = WithTypes(approved), now = WithTypes(actual);
        string[] difference = [.. before.Except(now).Select(line => "- " + line), .. now.Except(before).Select(line => "+ " + line)];
        Assert.True(
            difference.Length == 0,
            $"The public API of {assembly.GetName().Name} is not the approved one:\n{string.Join("\n", difference)}\n"
            + "If it is meant so, run the test with APPROVE_PUBLIC_API=1 and commit the file.");
        Assert.Equal(approved, actual);
    }

    /// <summary>Each line of a member behind its type, so that lines are told apart.</summary>
    private static string[] WithTypes(string text)
    {
        string type = "";
        var lines = new List<string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' '))
                type = line.Split(" : ")[0];
            lines.Add(line.StartsWith(' ') ? $"{type}: {line.Trim()}" : line);
        }

        return [.. lines];
    }
}
