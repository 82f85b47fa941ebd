using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests that Fit warns of a softmax over one value, which is always 1. Keras: ops/nn.py, <c>softmax</c>.</summary>
public class ConstantSoftmaxTests
{
    public static TheoryData<string, Func<Sequential>> Constant => new()
    {
        { "dense_1", () => Start().Dense(1, "softmax") },
        { "activation", () => Start().Dense(1).Activation("softmax") },
        { "softmax", () => Start().Dense(1).Softmax() },
        { "softmax", () => Start().Reshape([1, 3]).Softmax(axis: 1).Flatten().Dense(1) },
    };

    public static TheoryData<Func<Sequential>> Varying =>
    [
        () => Start().Dense(2, "softmax").Dense(1),
        () => Start().Dense(1, "sigmoid"),
        () => Start().Reshape([3, 1]).Softmax(axis: 1).Flatten().Dense(1),
        () => Start().Reshape([3, 1]).Softmax(axis: [1, 2]).Flatten().Dense(1),
    ];

    [Theory]
    [MemberData(nameof(Constant))]
    public void ASoftmaxOverOneValueIsWarnedOf(string layer, Func<Sequential> make)
    {
        string warning = Assert.Single(Warnings(make(), Verbosity.OneLinePerEpoch));
        Assert.Contains($"'{layer}'", warning, StringComparison.Ordinal);
        Assert.Contains("size 1", warning, StringComparison.Ordinal);
        Assert.Contains("'sigmoid'", warning, StringComparison.Ordinal);
        Assert.Empty(Warnings(make(), Verbosity.Silent));
    }

    [Theory]
    [MemberData(nameof(Varying))]
    public void OthersAreNot(Func<Sequential> make) => Assert.Empty(Warnings(make(), Verbosity.OneLinePerEpoch));

    private static Sequential Start() => new Sequential(2, seed: 1).Dense(3, "tanh");

    private static string[] Warnings(Sequential model, Verbosity verbose)
    {
        model.Compile("sgd", "mse");
        using var output = new StringWriter { NewLine = "\n" };
        model.Fit(X, Y, verbose: verbose, output: output);
        return [.. output.ToString().Split('\n').Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal))];
    }
}
