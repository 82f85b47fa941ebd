namespace NeuralNet.Tests;

/// <summary>Tests that the README's table of classes is that of the library; <c>APPROVE_README=1</c> records it.</summary>
public class ClassTableTests
{
    private const string Begin = "<!-- The table of classes is written by ClassTableTests. -->\n", End = "<!-- End of the table. -->\n";

    [Fact]
    public void TheTableNamesEveryClass()
    {
        string path = Path.Combine(Repository.Root, "README.md"), readme = File.ReadAllText(path).ReplaceLineEndings("\n");
        int start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end >= start, "README.md has no marks of the table.");
        string table = Table();
        if (Environment.GetEnvironmentVariable("APPROVE_README") == "1")
            File.WriteAllText(path, readme[..start] + table + readme[end..]);
        else
            Assert.Equal(table, readme[start..end]);
    }

    private static string Table() => string.Concat(
    [
        "| kind | classes |\n|---|---|\n",
        Row("layers", Implementations.Of<Layer>().Where(type => type.IsPublic).Select(type => type.Name)),
        Row("activations", Implementations.Of<Activation>().Select(type => WithoutEnding(type.Name, "Activation"))),
        Row("losses", Implementations.Of<Loss>().Select(type => type.Name)),
        Row("metrics", Implementations.Of<Metric>().Where(type => type != typeof(LossMetric)).Select(type => WithoutEnding(type.Name, "Metric")), ", and every loss"),
        Row("optimizers", Implementations.Of<Optimizer>().Select(type => type.Name)),
        Row("schedules", Implementations.Of<LearningRateSchedule>().Where(type => type.IsPublic).Select(type => type.Name)),
        Row("initializers", Implementations.Of<Initializer>().Where(type => type.IsPublic).Select(type => type.Name)),
        Row("regularizers", Implementations.Of<Regularizer>().Select(type => type.Name)),
        Row("constraints", Implementations.Of<Constraint>().Select(type => type.Name)),
        Row("callbacks", Implementations.Of<Callback>().Where(type => type.IsPublic).Select(type => type.Name)),
    ]);

    private static string Row(string kind, IEnumerable<string> names, string rest = "") =>
        $"| {kind} | {string.Join(", ", names.Order(StringComparer.Ordinal))}{rest} |\n";

    private static string WithoutEnding(string name, string ending) =>
        name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
}
