using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// An optimizer around another: after every k of its updates the weights go back to a fraction α of their way, from which it starts again.
/// slow ← slow + α·(w − slow), w ← slow. Zhang et al., "Lookahead optimizer: k steps forward, 1 step back", 2019.
/// </summary>
public sealed class Lookahead : Optimizer
{
    private readonly Optimizer inner;
    private readonly int period;
    private readonly float fraction;

    public Lookahead(Optimizer inner, int period = 5, float fraction = 0.5f)
        : base(inner)
    {
        (this.inner, this.period, this.fraction) = (inner, period, fraction);
        SlotNames = ["slow", .. inner.SlotNames.Select(name => "inner_" + name)];
    }

    public override IReadOnlyList<string> SlotNames { get; }

    public override void InitializeSlot(int index, ReadOnlySpan<float> value, Span<float> slot)
    {
        if (index == 0)
            value.CopyTo(slot);
        else
            inner.InitializeSlot(index - 1, value, slot);
    }

    public override float StepSize(float learningRate, long step) => inner.StepSize(learningRate, step);

    public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
    {
        inner.Update(value, gradient, state.FromSlot(1));
        if (state.Step % period != 0)
            return;
        Span<float> slow = state.Slot(0);
        for (int i = 0; i < slow.Length; i++)
            value[i] = slow[i] += fraction * (value[i] - slow[i]);
    }

    protected override void WriteTo(Configuration configuration)
    {
        configuration.Set("inner", inner);
        configuration.Set("period", period);
        configuration.Set("fraction", fraction);
    }

    public static Lookahead From(Configuration configuration) => new(
        configuration.Get<Optimizer>("inner")!, configuration.GetInt32("period"), configuration.GetSingle("fraction"));
}
