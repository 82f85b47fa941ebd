using System.Text.Json;

namespace NeuralNet.Tests;

/// <summary>Folds without shuffling are those of scikit-learn, row for row: Reference/splits.json, written by splits.py.</summary>
public class FoldReferenceTests
{
    [Theory]
    [InlineData("KFold", 5)]
    [InlineData("StratifiedKFold", 5)]
    [InlineData("GroupKFold", 4)]
    [InlineData("TimeSeriesSplit", 6)]
    public void FoldsAreThoseOfScikitLearn(string kind, int cases)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "splits.json")));
        JsonElement[] ofKind = [.. file.RootElement.EnumerateArray().Where(item => item.GetProperty("kind").GetString() == kind)];
        Assert.Equal(cases, ofKind.Length);
        foreach (JsonElement item in ofKind)
        {
            JsonElement[] expected = [.. item.GetProperty("expected").EnumerateArray()];
            IReadOnlyList<(int[] Train, int[] Test)> folds = FoldsOf(kind, item);
            Assert.Equal(expected.Length, folds.Count);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(Integers(expected[i], "train"), folds[i].Train);
                Assert.Equal(Integers(expected[i], "test"), folds[i].Test);
            }
        }
    }

    private static IReadOnlyList<(int[] Train, int[] Test)> FoldsOf(string kind, JsonElement item)
    {
        int folds = item.GetProperty("folds").GetInt32();
        return kind switch
        {
            "KFold" => KFold.Split(item.GetProperty("rows").GetInt32(), folds),
            "StratifiedKFold" => StratifiedKFold.Split(Integers(item, "labels"), folds),
            "GroupKFold" => GroupKFold.Split(Integers(item, "groups"), folds),
            _ => TimeSeriesSplit.Split(
                item.GetProperty("rows").GetInt32(), folds, IntegerOrNull(item, "testRows"), item.GetProperty("gap").GetInt32(),
                IntegerOrNull(item, "maxTrainRows")),
        };
    }

    private static int[] Integers(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(element => element.GetInt32())];

    private static int? IntegerOrNull(JsonElement item, string name) =>
        item.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
}
