// <page>
using NeuralNet;

/// <summary>y = a·g(b), where a and b are the halves of Dense(2n) (Dauphin et al., "Language modeling with gated convolutional networks", 2017).</summary>
public sealed class GatedUnit(int units, Activation gate, string? name = null) : CompositeLayer(name)
{
    protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs)
    {
        IReadOnlyList<Node> halves = inputs[0].Dense(2 * units).Add(new Halves()).Outputs;
        return [halves[0].Multiply(halves[1].Activation(gate))];
    }

    protected override void WriteTo(Configuration configuration)
    {
        configuration.Set("units", units);
        configuration.Set("gate", gate);
    }

    public static GatedUnit From(Configuration configuration) =>
        new(configuration.GetInt32("units"), configuration.Get<Activation>("gate")!);
}
// </page>
