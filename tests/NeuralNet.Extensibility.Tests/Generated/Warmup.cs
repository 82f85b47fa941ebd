using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom schedule: another schedule with a warm-up.</summary>
[Configurable]
internal sealed partial class Warmup(LearningRateSchedule after, int steps = 10) : LearningRateSchedule
{
    public override float At(long step) => after.At(step) * Math.Min(1, (step + 1f) / steps);
}
