namespace NeuralNet.Tests;

/// <summary>
/// The settings of layers are written as they were before they were generated: the same names and values in the same order. A layer that is
/// added later needs no line in the file.
/// </summary>
public class LayerConfigurationTests
{
    private static readonly string[] Lines = File.ReadAllLines(
        Path.Combine(Repository.Root, "tests", "NeuralNet.Tests", "Persistence", "LayerConfigurations.txt"));

    public static TheoryData<string> Recorded => [.. Lines.Select(line => line.Split('\t')[0])];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void SettingsAreWrittenAsBefore(string name)
    {
        string recorded = Lines.First(line => line.StartsWith($"{name}\t", StringComparison.Ordinal)).Split('\t')[1];
        Layer layer = LayerExamples.All.First(example => example.Name == name).Make();
        Assert.Equal(recorded, Configuration.Describe(layer).ToJsonString());
    }
}
