using NeuralNet;

namespace Extensions.Tests;

/// <summary>A schedule of one's own: another schedule, begun slowly.</summary>
[Configurable]
internal sealed partial class Warmup(LearningRateSchedule after, int steps = 10) : LearningRateSchedule
{
    public override float At(long step) => after.At(step) * Math.Min(1, (step + 1f) / steps);
}
