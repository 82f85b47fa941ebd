using System.Diagnostics;

namespace NeuralNet.LinearAlgebra.Tests;

public sealed class WaitBudgetTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    [Fact]
    public void A_caller_works_alone_for_ten_times_its_wait_when_it_waits_for_more_than_a_tenth_of_the_time()
    {
        var budget = default(WaitBudget);
        long now = 1000 * Millisecond;
        budget.Spend(now, wait: 20 * Millisecond, worked: Millisecond, parts: 4);
        Assert.True(budget.MayBeSpent);
        Assert.True(budget.IsSpent(now + (199 * Millisecond)));
        Assert.False(budget.IsSpent(now + (200 * Millisecond)));
    }

    /// <summary>With interruptions of 3 ms whenever work is shared, the waits take at most a tenth of the time.</summary>
    [Fact]
    public void Waits_of_a_busy_machine_cost_at_most_a_tenth_of_the_time()
    {
        var budget = default(WaitBudget);
        long now = 1000 * Millisecond, start = now, waited = 0;
        for (int job = 0; job < 100_000; job++)
        {
            bool isInterrupted = !budget.IsSpent(now) && job % 2 == 0;
            long wait = isInterrupted ? 3 * Millisecond : 0;
            now += (Millisecond / 5) + wait;
            waited += wait;
            if (!budget.IsSpent(now))
                budget.Spend(now, wait, Millisecond / 5, parts: 2);
        }

        Assert.InRange((double)waited / (now - start), 0.01, 0.1);
    }

    [Fact]
    public void A_rare_interruption_ends_no_sharing()
    {
        var budget = default(WaitBudget);
        for (long now = 1000 * Millisecond; now < 3000 * Millisecond; now += 200 * Millisecond)
        {
            budget.Spend(now, 3 * Millisecond, Millisecond, parts: 4);
            Assert.False(budget.MayBeSpent);
        }
    }

    [Fact]
    public void A_wait_for_a_long_part_is_no_interruption()
    {
        var budget = default(WaitBudget);
        for (long now = 1000 * Millisecond; now < 2000 * Millisecond; now += 15 * Millisecond)
            budget.Spend(now, wait: 10 * Millisecond, worked: 10 * Millisecond, parts: 1);
        Assert.False(budget.MayBeSpent);
    }

    [Fact]
    public void Sharing_begins_again_after_the_time_alone()
    {
        var budget = default(WaitBudget);
        long now = 1000 * Millisecond;
        budget.Spend(now, 20 * Millisecond, Millisecond, parts: 4);
        budget.Spend(now + (300 * Millisecond), 0, Millisecond, parts: 4);
        Assert.False(budget.MayBeSpent);
    }
}
