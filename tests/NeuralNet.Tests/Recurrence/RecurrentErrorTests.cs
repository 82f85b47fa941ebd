namespace NeuralNet.Tests;

/// <summary>Tests of the errors of recurrent layers.</summary>
public class RecurrentErrorTests
{
    [Fact]
    public void StatesOfAnotherWidth() => Throws("has states of 3 and 3 elements; the state 1 that it was given has the shape (None, 4)", () =>
        new Input([5, 2]).Merge(new LSTM(3), new Input(3), new Input(4)));

    [Fact]
    public void AnotherNumberOfStates() => Throws("takes sequences and, optionally, 2 initial states; it was given 2 inputs", () =>
        new Input([5, 2]).Merge(new LSTM(3), new Input(3)));

    [Fact]
    public void NoSequences() => Throws("takes sequences, (batch, steps, features); it was given the shape (None, 5)", () =>
        new Input(5).Add(new GRU(3)));

    [Fact]
    public void StepsOfSeveralAxes() => Throws("takes steps of one axis", () => new Input([5, 2, 2]).Add(new GRU(3)));

    [Fact]
    public void ACellWithoutStates() => Throws("To run the cell over a sequence, add RNN(cell)", () => new Input(5).Add(new LSTMCell(3)));

    [Fact]
    public void BadSettings()
    {
        Assert.Equal("units", Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(0)).ParamName);
        Assert.Equal("dropout", Assert.Throws<ArgumentOutOfRangeException>(() => new GRU(1, dropout: 1)).ParamName);
        Assert.Equal(
            "recurrentDropout", Assert.Throws<ArgumentOutOfRangeException>(() => new SimpleRNN(1, recurrentDropout: -0.1f)).ParamName);
        Assert.Throws<ArgumentNullException>(() => new RNN(null!));
        Assert.Throws<ArgumentException>(() => new StackedRNNCells([]));
        Throws("Bidirectional takes a recurrent layer", () => new Bidirectional(new Dense(3)));
        Throws("goBackwards: false", () => new Bidirectional(new LSTM(3), backwardLayer: new LSTM(3)));
        Throws("differ in 'returnSequences'", () =>
            new Bidirectional(new LSTM(3), backwardLayer: new LSTM(3, returnSequences: true, goBackwards: true)));
        Throws("Pass a backwardLayer", () => new Bidirectional(new RNN(new RunningMean(3))));
    }

    [Fact]
    public void ACustomCellRunsInBothDirectionsWithALayerForEach()
    {
        var layer = new Bidirectional(
            new RNN(new RunningMean(3), name: "means"), backwardLayer: new RNN(new RunningMean(3), goBackwards: true, name: "others"));
        Assert.Equal(new Shape(4, 6), layer.Call(TestData.Normal([4, 5, 3], 1), seed: 1).Shape);
    }

    private static void Throws(string message, Func<object> action) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
