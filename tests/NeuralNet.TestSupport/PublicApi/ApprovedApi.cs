using System.Reflection;

namespace NeuralNet.TestSupport;

/// <summary>
/// Compares the public API of an assembly with the text file that approves it, in the folder PublicApi of a test project.
/// </summary>
internal static class ApprovedApi
{
    public static void Check(Assembly assembly, string testProject)
    {
        string path = Path.Combine(Repository.Root, "tests", testProject, "PublicApi", assembly.GetName().Name + ".approved.txt");
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

    /// <summary>Prefixes each line of a member with its type, so that lines are unique.</summary>
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
