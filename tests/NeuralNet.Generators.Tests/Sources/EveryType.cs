using System.Collections.Generic;
using NeuralNet;

#pragma warning disable CS1591 // A program of the tests: its documentation is not what is tested.

namespace My.Layers;

public enum Direction : byte
{
    Left,
    BothWays,
}

[Configurable]
public sealed partial class EveryType(
    int whole, float number, double large, bool flag, string text, Direction direction, int[] numbers, IEnumerable<float> rates,
    IReadOnlyList<string> words, IReadOnlyList<int?> sizes, Axes axes, Tensor tensor, Shape shape, Layer layer, Activation activation,
    int? maybeWhole = null, float? maybeNumber = null, double? maybeLarge = null, bool? maybeFlag = null, string? maybeText = null,
    Direction? maybeDirection = null, int[]? maybeNumbers = null, float[]? maybeRates = null, Tensor? maybeTensor = null,
    Shape? maybeShape = null, Axes moreAxes = default, Axes? maybeAxes = null, LearningRateSchedule? schedule = null, string mode = "a \"b\"", Direction way = Direction.BothWays,
    int max = int.MaxValue, float? none = default, double small = 1e-300, string? name = null)
    : Layer(name)
{
    protected override void Forward(Frame frame)
    {
    }

    protected override void Backward(Frame frame)
    {
    }
}
