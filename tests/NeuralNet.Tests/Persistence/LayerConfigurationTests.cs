namespace NeuralNet.Tests;

/// <summary>
/// Tests that the generated code writes the settings of layers as earlier versions did: the same names and values in the same order. A new
/// layer needs no line in the file.
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
