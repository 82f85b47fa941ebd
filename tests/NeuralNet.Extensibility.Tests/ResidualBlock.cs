using NeuralNet;

namespace Extensions.Tests;

/// <summary>A composite layer: output = input + Dense(relu(Dense(input))), normalized.</summary>
public sealed class ResidualBlock(int hidden, string? name = null) : CompositeLayer(name)
{
    protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs)
    {
        Node x = inputs[0];
        return [x.Dense(hidden, "relu").Dense(x.Shape[^1]).Add(x).LayerNormalization()];
    }

    protected override void WriteTo(Configuration configuration) => configuration.Set("hidden", hidden);

    public static ResidualBlock From(Configuration configuration) => new(configuration.GetInt32("hidden"), configuration.GetString("name"));
}
