using System.Reflection;

namespace NeuralNet.Tests;

/// <summary>The static properties of <see cref="Metric"/>: one for each metric of the library and one for each of its losses.</summary>
public class ReadyMadeMetricTests
{
    private static readonly Dictionary<string, Metric> ByProperty = typeof(Metric)
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(property => property.Name, property => (Metric)property.GetValue(null)!);

    public static TheoryData<string> Losses => [.. typeof(Loss)
        .GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Losses))]
    public void EveryLossIsAMetricOfItsName(string name)
    {
        var loss = (Loss)typeof(Loss).GetProperty(name)!.GetValue(null)!;
        Assert.Equal(loss.Name, ByProperty[name].Name);
        Assert.Equal(loss.ClassName, ByProperty[name].ClassName);
        Assert.Equal(loss is CosineSimilarity ? MetricDirection.Up : MetricDirection.Down, ByProperty[name].Direction);
        Assert.Equal(ByProperty[name].ClassName, ((Metric)loss.Name!).ClassName);
    }

    [Fact]
    public void EveryMetricHasAProperty() => Assert.Equal(
        Metric.Known.ClassNames.Order(StringComparer.Ordinal),
        ByProperty.Values.Select(metric => metric.ClassName).Order(StringComparer.Ordinal));

    [Fact]
    public void APropertyReturnsOneObject()
    {
        Assert.Same(Metric.AUC, Metric.AUC);
        Assert.Same(Metric.Huber, Metric.Huber);
    }
}
