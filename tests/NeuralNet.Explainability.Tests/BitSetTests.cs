namespace NeuralNet.Explainability.Tests;

public class BitSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(200)]
    public void MembersAreReturnedInOrder(int limit)
    {
        int[] numbers = [.. Enumerable.Range(0, limit).Where(number => number % 7 is 0 or 3 || number == limit - 1)];
        uint[] words = new uint[BitSet.Words(limit)];
        foreach (int number in numbers.Reverse())
            BitSet.Add(words, number);
        Assert.Equal(numbers, Members(words));
    }

    [Fact]
    public void AnEmptySetHasNoMembers()
    {
        Assert.Empty(Members([]));
        Assert.Empty(Members([0, 0]));
    }

    private static List<int> Members(uint[] words)
    {
        List<int> members = [];
        foreach (int member in new BitSet(words))
            members.Add(member);
        return members;
    }
}
